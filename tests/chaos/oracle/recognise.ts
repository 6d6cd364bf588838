import type { Shown } from "../platforms/platform.ts";
import type { Findings } from "./findings.ts";
import type { StoredDelivery } from "./read-database.ts";

/** A post, and the delivery that made it. */
export type Placed = Shown & { readonly of: StoredDelivery };

/**
 * Whose each post is: by what it says of itself, else by what the database remembers of it. One that was never
 * confirmed is known by what it shows: a card by its episode, any other by the same text that came after it.
 */
export function recognise(
  platform: { readonly name: string; readonly title: string },
  shown: readonly Shown[],
  all: readonly StoredDelivery[],
  findings: Findings,
): readonly Placed[] {
  const deliveries = all.filter(({ adapter }) => adapter === platform.name);
  const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  const byEvent = firstBy(deliveries, ({ event, address }) => `${event} ${address}`);
  const byRef = firstBy(deliveries, ({ ref }) => ref);
  const byEpisode = firstBy(deliveries, ({ effect, conversationId, episode }) =>
    effect === "card" ? `${conversationId} ${episode}` : null,
  );
  const placed: Placed[] = [];
  // From the newest on: what an unconfirmed one is a copy of has then been recognised.
  for (const post of shown.toReversed()) {
    const of =
      byId.get(post.delivery ?? "") ??
      byEvent.get(`${post.event} ${post.channel}`) ??
      byRef.get(post.ref) ??
      (post.card ? byEpisode.get(`${post.card.conversationId} ${post.card.episode}`) : copied(post));
    if (of) placed.push({ ...post, of });
    else
      findings.inconsistent.push({
        conversationId: post.card?.conversationId ?? "?",
        what: `${platform.title} shows ${post.ref}, which no delivery made: "${post.text}"`,
      });
  }
  return placed.reverse();

  function copied({ channel, under, text }: Shown): StoredDelivery | undefined {
    return placed.findLast((each) => each.channel === channel && each.under === under && each.text === text)?.of;
  }
}

function firstBy<T>(rows: readonly T[], key: (row: T) => string | null): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const row of rows) {
    const name = key(row);
    if (name !== null && !map.has(name)) map.set(name, row);
  }
  return map;
}
