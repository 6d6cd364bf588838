/** What somebody watching the demo can look at. */
export interface Pane {
  /** Short, for the bar above it. */
  readonly name: string;
  /** Whose view it is. */
  readonly about: string;
  readonly url: string;
  /** What to try here, in order. */
  readonly steps: readonly Step[];
}

export interface Step {
  readonly todo: string;
  /** Whether it was seen to happen. */
  done(): boolean | Promise<boolean>;
}

/** Something on a port of its own that stands for a part of the world outside Deskbell. */
export interface StandIn {
  readonly pane: Pane;
  /** The variables by which Deskbell finds it. */
  readonly env: Readonly<Record<string, string>>;
  /** Deskbell is up, at this address. */
  meet(deskbellUrl: string): void;
  stop(): Promise<void>;
}
