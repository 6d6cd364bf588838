import { expect } from "vitest";
import type { ConversationEvent, Escalation } from "../../../../core/index.ts";
import type { Recorded } from "./read-record.ts";
import { type Replayed, replay, whoDid } from "./replay.ts";
import { type Played, rooms } from "./stage.ts";

/** All that must be so after a history, whatever happened at the same time. */
export function holdPromises(played: Played, recorded: Recorded): void {
  expect(played.atOnce, "lanes worked by two at once").toEqual([]);
  standAsReplayed(recorded, replay(recorded.events));
  actOncePerCause(played, recorded.events);
  tellOnce(played, recorded.events);
}

function standAsReplayed({ conversation, events, messages, episodes }: Recorded, replayed: Replayed): void {
  const { seq, messageCount, lastMessage, escalation } = conversation;
  expect({ seq, messageCount, lastMessage, escalation: apartFromWhen(escalation) }).toEqual({
    ...replayed,
    escalation: apartFromWhen(replayed.escalation),
  });
  const spoken = events.filter((event) => "message" in event).map((event) => event.seq);
  expect(messages.map((message) => message.seq)).toEqual(spoken);
  expect(messages).toHaveLength(messageCount);
  expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  expect(episodes.map((each) => each.episode)).toEqual(episodes.map((_, index) => index + 1));
  expect(episodes.length).toBe(escalation?.episode ?? 0);
  const last = episodes.at(-1);
  expect([last?.status, last?.claimedBy ?? null]).toEqual([escalation?.status, escalation?.claimedBy ?? null]);
  for (const each of episodes.slice(0, -1)) expect(each.status).toBe("resolved");
}

/** A decision is made a moment before its event is placed: what they say of the time may differ by that. */
function apartFromWhen(escalation: Escalation | null) {
  return escalation?.status === "resolved" ? { ...escalation, resolvedAt: "then" } : escalation;
}

const made = { claim: "conversation.claimed", resolve: "conversation.resolved", reopen: "conversation.reopened" };

function grouped<T>(all: readonly T[], by: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(by(each), [...(groups.get(by(each)) ?? []), each]);
  return groups;
}

function actOncePerCause({ presses, said, asked }: Played, events: readonly ConversationEvent[]): void {
  for (const [id, group] of grouped(presses, (press) => press.by.externalId)) {
    const [first] = group;
    const by = events.filter((event) => whoDid(event)?.externalId === id);
    expect(by.length, `${first?.verb} acted once`).toBeLessThanOrEqual(1);
    expect(group.filter((press) => press.verdict === "done")).toHaveLength(by.length);
    for (const event of by) {
      expect([event.type, event.episode]).toEqual([first && made[first.verb], first?.episode]);
      expect(whoDid(event)).toEqual(first?.by);
    }
  }
  const byAgents = events.filter((event) => whoDid(event) && whoDid(event)?.surface !== "widget");
  expect(byAgents).toHaveLength(presses.filter((press) => press.verdict === "done").length);

  for (const [id, group] of grouped(said, (each) => each.clientId)) {
    const received = events.filter((event) => event.type === "message.received" && event.message.clientId === id);
    expect(received).toHaveLength(1);
    expect(group.map((each) => each.status).sort()).toEqual([...Array(group.length - 1).fill(200), 201]);
    expect(new Set(group.map((each) => each.seq))).toEqual(new Set(received.map((event) => event.seq)));
  }
  for (const [, group] of grouped(asked, (each) => each.clientId)) {
    expect(group.filter((each) => each.status === 201).length).toBeLessThanOrEqual(1);
    expect(group.every((each) => each.status === 200 || each.status === 201)).toBe(true);
  }
  const byVisitor = events.filter((event) => event.type === "conversation.escalated" && event.trigger !== "assistant");
  expect(asked.filter((each) => each.status === 201)).toHaveLength(byVisitor.length);
}

/** In each room: what had to be told was told once, in order; cards that a later one made needless were let be. */
function tellOnce({ told, log }: Played, events: readonly ConversationEvent[]): void {
  for (const room of rooms) {
    const heard = told.filter((each) => each.destination.address === room);
    const spelled = heard.map((each) => `${"seq" in each.event ? each.event.seq : 0} ${each.effect}`);
    const planned = log.filter((each) => each.address === room);
    const expected = events.flatMap((event, index) => whatToTell(event, events.slice(0, index + 1)));
    expect(planned.map((each) => `${each.eventType} ${each.effect}`)).toEqual(expected.map((each) => each.words));
    const went = expected.filter((_, index) => planned[index]?.state !== "superseded");
    expect(spelled).toEqual(went.map((each) => each.place));
    for (const each of planned) {
      if (each.state === "superseded") expect(each.effect).toBe("card");
      else expect([each.state, each.attempts.length]).toEqual(["delivered", 1]);
    }
    const lastCard = heard.findLast((each) => each.effect === "card");
    const shown = apartFromWhen(lastCard?.notice?.escalation ?? null);
    expect(shown, `what ${room} shows last`).toEqual(apartFromWhen(replay(events).escalation));
  }
}

function whatToTell(event: ConversationEvent, soFar: readonly ConversationEvent[]) {
  const tell = (effect: string) => ({ words: `${event.type} ${effect}`, place: `${event.seq} ${effect}` });
  switch (event.type) {
    case "conversation.escalated":
      return [tell("card")];
    case "conversation.claimed":
    case "conversation.resolved":
    case "conversation.reopened":
      return [tell("card"), tell("line")];
    case "message.received":
      return replay(soFar).escalation?.status === "open" ? [tell("message")] : [];
    default:
      return [];
  }
}
