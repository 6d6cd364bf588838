import type { Finding, Findings } from "./findings.ts";
import type { StoredDelivery, StoredEvent } from "./read-database.ts";
import type { Shown } from "./read-slack.ts";
import { type Expected, replay, type Standing } from "./replay.ts";

type Placed = Shown & { readonly of: StoredDelivery };

/** All of a conversation that agents must see is in its channel once, in order, under its card, as things stand. */
export function judgeSlack(
  conversationId: string,
  channel: string,
  events: readonly StoredEvent[],
  shown: readonly Placed[],
  findings: Findings,
): void {
  const { expected, episodes, episode } = replay(events);
  const add = (list: Finding[]) => (what: string) => list.push({ conversationId, what });
  const lost = add(findings.lost);
  const doubled = add(findings.duplicates);

  for (const each of expected) {
    const seen = shown.filter(({ of }) => isIt(each, of));
    if (seen.length === 0) lost(`${describe(each)} is not in Slack`);
    if (seen.length > 1)
      doubled(`${describe(each)} is ${seen.length} times in Slack: ${seen.map(({ ts }) => ts).join(", ")}`);
    const [first] = seen;
    if (!first) continue;
    if (first.channel !== channel) lost(`${describe(each)} is in ${first.channel} instead of ${channel}`);
    if (each.effect === "message" && !first.text.includes(plainly(each.text)))
      lost(`${describe(each)} reads "${first.text}"`);
    const card = shown.find(({ of }) => of.effect === "card" && of.episode === each.episode);
    if (each.effect !== "card" && first.thread !== card?.ts) lost(`${describe(each)} is not under its card`);
  }
  for (const { of, ts } of shown)
    if (!expected.some((each) => isIt(each, of))) doubled(`${of.type} (${of.effect}) should not be in Slack at ${ts}`);

  const inOrder = shown.toSorted((a, b) => (a.ts < b.ts ? -1 : 1));
  for (const [index, { of }] of inOrder.entries()) {
    const before = inOrder[index - 1]?.of;
    if (before && before.seq > of.seq)
      findings.reordered.push({
        conversationId,
        what: `${of.type} ${of.seq} stands after ${before.type} ${before.seq}`,
      });
  }

  for (const [number, standing] of episodes) {
    const card = shown.find(({ of }) => of.effect === "card" && of.episode === number);
    if (!card) continue;
    const buttons = card.card?.buttons.join(" ") ?? "";
    const overLongAgo = number < episode && buttons === "";
    if (!overLongAgo && buttons !== buttonsOf(standing))
      lost(`the card of episode ${number} offers "${buttons}", but it is ${JSON.stringify(standing)}`);
  }
}

/** A card may have been posted by any of its episode's deliveries: they all show how things stand. */
function isIt(expected: Expected, of: StoredDelivery): boolean {
  if (of.effect !== expected.effect || of.episode !== expected.episode) return false;
  return expected.effect === "card" || of.seq === expected.seq;
}

function buttonsOf({ status, claimed }: Standing): string {
  if (status === "resolved") return "reopen";
  return claimed ? "resolve" : "claim resolve";
}

/** The part of a text that reads the same in Slack. */
function plainly(text: string | null): string {
  return (text ?? "").slice(0, 20).replace(/[&<>].*/, "");
}

function describe({ effect, seq, episode }: Expected): string {
  return effect === "card" ? `the card of episode ${episode}` : `the ${effect} of ${seq}`;
}
