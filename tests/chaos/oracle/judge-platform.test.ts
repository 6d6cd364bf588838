import { describe, expect, it } from "vitest";
import type { Shown } from "../platforms/platform.ts";
import { expectedInChannel } from "./expected.ts";
import { judge } from "./judge.ts";
import type { DatabaseTruth, StoredDelivery, StoredEvent } from "./read-database.ts";

const conversationId = "c1";
const platform = { name: "teams", title: "Microsoft Teams", expect: expectedInChannel };

describe("the oracle, of a claimed escalation with one mirrored message", () => {
  it("finds nothing wrong where all of it stands once, in order, under the card", () => {
    const { findings, tallies } = judged([card(), message(), line()]);
    expect(Object.values(findings).flat()).toEqual([]);
    expect(tallies[0]).toMatchObject({ seen: { card: 1, message: 1, line: 1 }, duplicates: 0, ambiguous: 0 });
  });

  it("knows a post by the event that it says it is of, where it was sent", () => {
    const { findings } = judged([card(), message({ ref: "x/y", event: "evt_3" }), line()]);
    expect(Object.values(findings).flat()).toEqual([]);
    const elsewhere = judged([card(), message({ ref: "x/y", event: "evt_3", channel: "other" }), line()]);
    expect(elsewhere.findings.inconsistent).toHaveLength(1);
  });

  it("excuses a copy that says so, of a delivery of which an outcome was unknown", () => {
    const copies = [
      card({ id: "0", delivery: "d2" }),
      card({ copy: true }),
      message({ id: "8" }),
      message({ copy: true }),
    ];
    const { findings, tallies } = judged([...copies, line()], { d2: { attempts: 2 }, d3: { attempts: 2 } });
    expect(Object.values(findings).flat()).toEqual([]);
    expect(tallies[0]).toMatchObject({ duplicates: 2, labelled: 2, ambiguous: 2 });
  });

  it.each<[string, Shown[], string]>([
    ["a copy that does not say so", [card({ id: "0" }), card(), message(), line()], "does not say so"],
    [
      "a copy of what no attempt was unsure of",
      [card(), message(), line({ id: "9" }), line({ copy: true })],
      "0 outcomes",
    ],
    ["a post that no delivery made", [card(), message(), line(), line({ ref: "x/y" })], "x/y"],
  ])("finds %s", (_, shown, what) => {
    const { findings } = judged(shown, { d2: { attempts: 2 } });
    expect([...findings.duplicates, ...findings.inconsistent].map((each) => each.what).join()).toContain(what);
  });

  it.each<[string, Shown[], string]>([
    ["is missing", [card(), message()], "the line of 4 is not in Microsoft Teams"],
    ["reads otherwise", [card(), message({ text: "Something else" }), line()], 'reads "Something else"'],
    [
      "stands under another message",
      [card(), message({ under: "7" }), line()],
      "the message of 3 is not under its card",
    ],
    ["stands in another channel", [card(), message({ channel: "other" }), line()], "is in other instead of support"],
    ["is not to be taken", [card(), message({ wrong: "not signed" }), line()], "not signed"],
    ["shows how things were", [card({ buttons: ["claim", "resolve"] }), message(), line()], 'offers "claim resolve"'],
  ])("takes what %s for lost", (_, shown, what) => {
    expect(
      judged(shown)
        .findings.lost.map((each) => each.what)
        .join(),
    ).toContain(what);
  });

  it("sees what stands before what it followed", () => {
    expect(judged([card(), line(), message()]).findings.reordered).toHaveLength(1);
  });
});

function judged(shown: readonly Shown[], changed: Readonly<Record<string, Partial<StoredDelivery>>> = {}) {
  const truth: DatabaseTruth = Object.assign({
    conversations: [
      {
        conversationId,
        channels: { teams: "support" },
        seq: 4,
        escalation: { status: "open", episode: 1, claimedBy: { externalId: "t:ana" } } as const,
      },
    ],
    events: [
      event(1, "message.answered", 0),
      event(2, "conversation.escalated"),
      event(3, "message.received"),
      event(4, "conversation.claimed"),
    ],
    deliveries: [
      delivery(2, "conversation.escalated", "card"),
      delivery(3, "message.received", "message"),
      { ...delivery(4, "conversation.claimed", "card"), id: "d4 card", ref: "support/1" },
      delivery(4, "conversation.claimed", "line"),
    ].map((each) => ({ ...each, ...changed[each.id] })),
    attempts: [],
  }) as unknown as DatabaseTruth;
  return judge([], truth, [{ platform, shown }]);
}

function event(seq: number, type: string, episode = 1): StoredEvent {
  return { conversationId, seq, type, episode, by: null, answers: null, text: `Said ${seq}`, clientId: null };
}

function delivery(seq: number, type: string, effect: StoredDelivery["effect"]): StoredDelivery {
  const settled = { state: "delivered", attempts: 1, known: 1, reason: null } as const;
  const names = { ref: `support/${seq - 1}`, card: "support/1" };
  const place = { adapter: "teams", address: "support", event: `evt_${seq}` };
  return { id: `d${seq}`, conversationId, ...place, seq, type, episode: 1, effect, ...settled, ...names };
}

interface Look extends Partial<Shown> {
  readonly buttons?: readonly ("claim" | "resolve" | "reopen")[];
}

function card({ buttons = ["resolve"], ...look }: Look = {}): Shown {
  const post = shownAs({ id: "1", under: null, delivery: "d2", ...look });
  return { ...post, card: { channel: post.channel, id: post.id, conversationId, episode: 1, buttons } };
}

function message(look: Look = {}): Shown {
  return shownAs({ id: "2", text: "Visitor: Said 3", ...look });
}

function line(look: Look = {}): Shown {
  return shownAs({ id: "3", text: "Ana is on it", ...look });
}

function shownAs(look: Partial<Shown>): Shown {
  const usual = { channel: "support", id: "0", under: "1", delivery: null, text: "", copy: false, card: null };
  const post = { ...usual, ...look };
  return { ref: `support/${post.id}`, ...post };
}
