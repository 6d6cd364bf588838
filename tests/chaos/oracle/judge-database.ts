import type { Act, Remembered } from "../ledger.ts";
import type { Findings } from "./findings.ts";
import type { StoredConversation, StoredDelivery, StoredEvent } from "./read-database.ts";
import { replay } from "./replay.ts";

/** Every acknowledged act has its event, and the events come in the order of the acts. */
export function judgeActs(remembered: Remembered, events: readonly StoredEvent[], findings: Findings): void {
  const { conversationId, acts } = remembered;
  let last = 0;
  for (const act of acts) {
    const meant = events.filter((event) => isMeant(act, event));
    const next = meant.find(({ seq }) => seq > last);
    if (next) last = next.seq;
    else if (meant.length > 0)
      findings.reordered.push({ conversationId, what: `${describe(act)} stands before what was acknowledged earlier` });
    else findings.lost.push({ conversationId, what: `${describe(act)} was acknowledged and is not in the database` });
  }
  for (const did of ["claim", "resolve", "reopen"] as const) {
    const done = events.filter(({ type }) => type === eventOf[did]).length;
    const asked = acts.filter((act) => act.did === did).length + (remembered.unanswered === did ? 1 : 0);
    if (done > asked)
      findings.duplicates.push({ conversationId, what: `${asked} x ${did} was pressed, ${done} x it happened` });
  }
}

/** Its sequence has no gap, its state is what its events add up to, the assistant answered each message once. */
export function judgeConversation(
  { conversationId, seq, escalation }: StoredConversation,
  events: readonly StoredEvent[],
  findings: Findings,
): void {
  const wrong = (what: string) => findings.inconsistent.push({ conversationId, what });
  if (events.length !== seq || events.some((event, index) => event.seq !== index + 1))
    wrong(`the sequence ends at ${seq}, the events are ${events.map((event) => event.seq).join(", ")}`);
  const { episode, episodes } = replay(events);
  const wanted = JSON.stringify({ episode, ...episodes.get(episode) });
  const stored = { episode: escalation?.episode ?? 0 };
  const standing = escalation && { ...stored, status: escalation.status, claimed: escalation.claimedBy !== null };
  if (JSON.stringify(standing ?? stored) !== wanted)
    wrong(`it stands at ${JSON.stringify(standing ?? stored)}, its events say ${wanted}`);

  judgeAnswers(conversationId, events, findings);
}

/** Each answer speaks for all messages before it, and no message is answered twice. Where a human claims, silence is right. */
function judgeAnswers(conversationId: string, events: readonly StoredEvent[], findings: Findings): void {
  const answers = events.flatMap((event) => event.answers ?? []);
  const doubled = answers.filter((seq, index) => answers.indexOf(seq) !== index);
  for (const seq of doubled) findings.duplicates.push({ conversationId, what: `message ${seq} is answered twice` });
  if (events.some(({ type }) => type === "conversation.claimed")) return;
  const newest = Math.max(0, ...answers);
  for (const { seq } of events.filter(({ type }) => type === "message.received"))
    if (seq > newest) findings.lost.push({ conversationId, what: `the assistant never answered message ${seq}` });
}

/** Nothing was given up. */
export function judgeDeliveries(deliveries: readonly StoredDelivery[], findings: Findings): void {
  for (const { conversationId, id, adapter, type, state, reason } of deliveries) {
    if (state !== "delivered" && state !== "superseded")
      findings.lost.push({ conversationId, what: `${adapter} ${type} is ${state}: ${reason} (delivery ${id})` });
  }
}

const eventOf = {
  claim: "conversation.claimed",
  resolve: "conversation.resolved",
  reopen: "conversation.reopened",
} as const;

function isMeant(act: Act, event: StoredEvent): boolean {
  if (act.did === "message") return event.seq === act.seq && event.clientId === act.clientId && event.text === act.text;
  if (act.did === "escalation") return event.type === "conversation.escalated" && event.episode === act.episode;
  const { by, episode, type } = event;
  if (type !== eventOf[act.did] || episode !== act.episode) return false;
  return by?.surface === act.surface && by.externalId.endsWith(act.knownBy);
}

function describe(act: Act): string {
  return act.did === "message" ? `message ${act.seq}` : `${act.did} (episode ${act.episode})`;
}
