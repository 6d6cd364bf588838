import type { Platform } from "../platforms/platform.ts";
import type { Expected } from "./expected.ts";
import type { Finding, Findings } from "./findings.ts";
import type { StoredConversation, StoredDelivery, StoredEvent } from "./read-database.ts";
import type { Placed } from "./recognise.ts";
import { replay, type Standing } from "./replay.ts";
import type { Tally } from "./tally.ts";

interface Conversation {
  readonly stored: StoredConversation;
  readonly events: readonly StoredEvent[];
  /** Of this platform. */
  readonly deliveries: readonly StoredDelivery[];
  /** In the order in which they were accepted. */
  readonly shown: readonly Placed[];
}

/** All of a conversation that people must see on a platform is there, in its channel, in order, under its card, as things stand. */
export function judgePlatform(
  { name, title, expect }: Pick<Platform, "name" | "title" | "expect">,
  { stored, events, deliveries, shown }: Conversation,
  findings: Findings,
  tally: Tally,
): void {
  const { conversationId } = stored;
  const { replayed, episodes, episode } = replay(events);
  const add = (list: Finding[]) => (what: string) => list.push({ conversationId, what });
  const lost = add(findings.lost);
  const doubled = add(findings.duplicates);
  const channel = stored.channels?.[name];
  const expected = replayed.flatMap((each): Expected[] => {
    const effect = expect(each);
    return effect ? [{ seq: each.event.seq, episode: each.episode, effect, text: each.event.text }] : [];
  });

  for (const each of expected) {
    const seen = shown.filter(({ of }) => isIt(each, of));
    judgeCopies(each, seen);
    for (const post of seen) {
      if (post.channel !== channel) lost(`${describe(each)} is in ${post.channel} instead of ${channel} in ${title}`);
      if (each.effect === "message" && !post.text.includes(plainly(each.text)))
        lost(`${describe(each)} reads "${post.text}" in ${title}`);
      if (post.wrong !== undefined) lost(`${describe(each)} is not to be taken in ${title}: ${post.wrong}`);
      if (each.effect !== "card" && hasCard(each.episode) && !cardsOf(each.episode).some(({ id }) => id === post.under))
        lost(`${describe(each)} is not under its card in ${title}`);
    }
  }
  for (const { of, ref } of shown)
    if (!expected.some((each) => isIt(each, of)))
      doubled(`${of.type} (${of.effect}) should not be in ${title} at ${ref}`);
  for (const [index, { of }] of shown.entries()) {
    const before = shown[index - 1]?.of;
    if (before && before.seq > of.seq)
      add(findings.reordered)(`${of.type} ${of.seq} stands after ${before.type} ${before.seq} in ${title}`);
  }
  for (const [number, standing] of episodes) judgeCard(number, standing);

  /** No more than outcomes were unknown, and every one after the first says what it is. */
  function judgeCopies(each: Expected, seen: readonly Placed[]): void {
    const [first, ...copies] = seen;
    const unknown = deliveries.filter((of) => isIt(each, of)).reduce((sum, of) => sum + ambiguous(of), 0);
    tally.ambiguous += unknown;
    if (!first) {
      lost(`${describe(each)} is not in ${title}`);
      return;
    }
    tally.seen[each.effect] += 1;
    tally.duplicates += copies.length;
    tally.labelled += copies.filter(({ copy }) => copy).length;
    const where = `in ${title}: ${seen.map(({ ref }) => ref).join(", ")}`;
    if (copies.length > unknown)
      doubled(`${describe(each)} is ${seen.length} times ${where}; ${unknown} outcomes were unknown`);
    if (copies.some(({ copy }) => !copy)) doubled(`${describe(each)} has a copy that does not say so ${where}`);
  }

  /** Of several, the one that Deskbell knows of: whoever presses another is shown how things stand. */
  function judgeCard(number: number, standing: Standing): void {
    const known = deliveries.find(({ episode: of, card }) => of === number && card !== null)?.card;
    const cards = cardsOf(number);
    if (cards.length === 0) return;
    const card = cards.find(({ ref }) => ref === known);
    if (!card) {
      lost(`the card of episode ${number} that Deskbell knows of (${known}) is not in ${title}`);
      return;
    }
    const buttons = card.card?.buttons.join(" ") ?? "";
    const overLongAgo = number < episode && buttons === "";
    if (!overLongAgo && buttons !== buttonsOf(standing))
      lost(`the card of episode ${number} offers "${buttons}" in ${title}, but it is ${JSON.stringify(standing)}`);
  }

  function hasCard(number: number): boolean {
    return expected.some(({ effect, episode: of }) => effect === "card" && of === number);
  }

  function cardsOf(number: number): readonly Placed[] {
    return shown.filter(({ of }) => of.effect === "card" && of.episode === number);
  }
}

/** A card may have been posted by any of its episode's deliveries: they all show how things stand. */
function isIt(expected: Expected, of: StoredDelivery): boolean {
  if (of.effect !== expected.effect || of.episode !== expected.episode) return false;
  return expected.effect === "card" || of.seq === expected.seq;
}

/** Of an attempt whose instance died there is no record. */
function ambiguous({ attempts, known }: StoredDelivery): number {
  return attempts - known;
}

function buttonsOf({ status, claimed }: Standing): string {
  if (status === "resolved") return "reopen";
  return claimed ? "resolve" : "claim resolve";
}

/** The part of a text that reads the same everywhere. */
function plainly(text: string | null): string {
  return (text ?? "").slice(0, 20).replace(/[&<>].*/, "");
}

function describe({ effect, seq, episode }: Expected): string {
  return effect === "card" ? `the card of episode ${episode}` : `the ${effect} of ${seq}`;
}
