import type { Replayed } from "./replay.ts";

export type Effect = "card" | "line" | "message";

/** Something that must be seen on a platform, once. */
export interface Expected {
  readonly seq: number;
  readonly episode: number;
  readonly effect: Effect;
  readonly text: string | null;
}

/** What an event asks for on a platform, if anything. */
export type Expect = (replayed: Replayed) => Effect | null;

/** Where a card stands in a channel, with a thread under it. */
export const expectedInChannel: Expect = ({ event, standing }) => {
  switch (event.type) {
    case "conversation.escalated":
      return "card";
    case "conversation.claimed":
    case "conversation.resolved":
    case "conversation.reopened":
      return "line";
    case "message.received":
    case "message.answered":
      return standing?.status === "open" ? "message" : null;
    default:
      return null;
  }
};
