import type { StoredEvent } from "./read-database.ts";

/** Something that agents must see in Slack, once. */
export interface Expected {
  readonly seq: number;
  readonly episode: number;
  readonly effect: "card" | "line" | "message";
  readonly text: string | null;
}

export interface Standing {
  readonly status: "open" | "resolved";
  readonly claimed: boolean;
}

/** What a conversation's events add up to, by the rules of the product and without its code. */
export function replay(events: readonly StoredEvent[]) {
  const expected: Expected[] = [];
  const episodes = new Map<number, Standing>();
  let episode = 0;

  for (const { seq, type, text } of events) {
    const standing = episodes.get(episode);
    const shows = (effect: Expected["effect"]) => expected.push({ seq, episode, effect, text });
    switch (type) {
      case "conversation.escalated":
        episode += 1;
        episodes.set(episode, { status: "open", claimed: false });
        shows("card");
        break;
      case "conversation.claimed":
        episodes.set(episode, { status: "open", claimed: true });
        shows("line");
        break;
      case "conversation.resolved":
        episodes.set(episode, { status: "resolved", claimed: standing?.claimed ?? false });
        shows("line");
        break;
      case "conversation.reopened":
        episodes.set(episode, { status: "open", claimed: standing?.claimed ?? false });
        shows("line");
        break;
      case "message.received":
      case "message.answered":
        if (standing?.status === "open") shows("message");
        break;
    }
  }
  return { expected, episodes, episode };
}
