import type { StoredEvent } from "./read-database.ts";

export interface Standing {
  readonly status: "open" | "resolved";
  readonly claimed: boolean;
}

/** An event, and how its episode stood when it had happened. */
export interface Replayed {
  readonly event: StoredEvent;
  /** 0: nobody asked for a human so far. */
  readonly episode: number;
  readonly standing: Standing | undefined;
}

/** What a conversation's events add up to, by the rules of the product and without its code. */
export function replay(events: readonly StoredEvent[]) {
  const episodes = new Map<number, Standing>();
  let episode = 0;
  const replayed = events.map((event): Replayed => {
    if (event.type === "conversation.escalated") episode += 1;
    const standing = after(event, episodes.get(episode));
    if (standing) episodes.set(episode, standing);
    return { event, episode, standing };
  });
  return { replayed, episodes, episode };
}

function after({ type }: StoredEvent, before: Standing | undefined): Standing | undefined {
  switch (type) {
    case "conversation.escalated":
      return { status: "open", claimed: false };
    case "conversation.claimed":
      return { status: "open", claimed: true };
    case "conversation.resolved":
      return { status: "resolved", claimed: before?.claimed ?? false };
    case "conversation.reopened":
      return { status: "open", claimed: before?.claimed ?? false };
    default:
      return before;
  }
}
