/** Where an agent acted. */
export type Surface = "slack" | "teams" | "email" | "dashboard" | "api";

/** A human of the team, as known on the surface where they acted. */
export interface Agent {
  readonly name: string;
  readonly surface: Surface;
  /** The surface's own id of the person, so that two of one name stay apart. */
  readonly externalId: string;
}

/** The visitor as the cause of something: their own message may reopen a conversation. */
export interface Visitor {
  readonly name: "visitor";
  readonly surface: "widget";
  readonly externalId: string;
}

export type Person = Agent | Visitor;

/** How a visitor may be reached, as far as they told. */
export interface Contact {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
}
