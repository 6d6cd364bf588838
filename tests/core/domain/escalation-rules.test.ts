import { describe, expect, it } from "vitest";
import { assistantIsSilent } from "../../../core/domain/assistant-turn.ts";
import { type Change, followedBy, nothing } from "../../../core/domain/change.ts";
import { escalate } from "../../../core/domain/escalate.ts";
import { claim, reopen, resolve } from "../../../core/domain/handle.ts";
import { receive } from "../../../core/domain/talk.ts";
import { unreached } from "../../../core/domain/unreached.ts";
import { aConversation } from "../../builders/conversations.ts";
import { anAgent, anOpenEscalation, aResolvedEscalation, escalatedAt } from "../../builders/notices.ts";

const ana = anAgent({ name: "Ana", surface: "slack", externalId: "T1:U1" });
const ben = anAgent({ name: "Ben", surface: "teams", externalId: "t:2" });
const visitor = { name: "visitor", surface: "widget", externalId: "embed-1f2e3d4c5b6a" } as const;
const at = new Date("2026-04-19T11:00:00Z");

const standings = {
  "never escalated": aConversation(),
  open: aConversation({ escalation: anOpenEscalation() }),
  "open and claimed": aConversation({ escalation: anOpenEscalation({ claimedBy: ana }) }),
  resolved: aConversation({ escalation: aResolvedEscalation({ claimedBy: ana }) }),
  "resolved unclaimed": aConversation({ escalation: aResolvedEscalation() }),
} as const;
type Standing = keyof typeof standings;

const verbs = {
  escalate: (conversation) => escalate(conversation, "inline_cta", at, false),
  claim: (conversation) => claim(conversation, ben),
  resolve: (conversation) => resolve(conversation, ben, at),
  reopen: (conversation) => reopen(conversation, ben),
} as const satisfies Record<string, (conversation: (typeof standings)[Standing]) => Change>;

describe("what may be done with a conversation", () => {
  it.each<[Standing, keyof typeof verbs, string | null]>([
    ["never escalated", "escalate", "conversation.escalated"],
    ["never escalated", "claim", null],
    ["never escalated", "resolve", null],
    ["never escalated", "reopen", null],
    ["open", "escalate", null],
    ["open", "claim", "conversation.claimed"],
    ["open", "resolve", "conversation.resolved"],
    ["open", "reopen", null],
    ["open and claimed", "escalate", null],
    ["open and claimed", "claim", null],
    ["open and claimed", "resolve", "conversation.resolved"],
    ["open and claimed", "reopen", null],
    ["resolved", "escalate", "conversation.escalated"],
    ["resolved", "claim", null],
    ["resolved", "resolve", null],
    ["resolved", "reopen", "conversation.reopened"],
    ["resolved unclaimed", "claim", null],
    ["resolved unclaimed", "reopen", "conversation.reopened"],
  ])("%s: %s → %s", (standing, verb, fact) => {
    const before = standings[standing];
    const { conversation, facts } = verbs[verb](before);
    expect(facts.map((each) => each.type)).toEqual(fact === null ? [] : [fact]);
    if (fact === null) expect(conversation).toBe(before);
    else expect(conversation.seq).toBe(before.seq + 1);
  });
});

describe("an escalation", () => {
  it("is open, unclaimed, of the first episode, and says how it was asked for", () => {
    const { conversation, facts } = escalate(standings["never escalated"], "talk_to_human_link", at, false);
    expect(conversation.escalation).toEqual({
      status: "open",
      episode: 1,
      escalatedAt: at,
      trigger: "talk_to_human_link",
      claimedBy: null,
      digested: false,
    });
    expect(facts[0]).toEqual({
      type: "conversation.escalated",
      sessionId: "embed-1f2e3d4c5b6a",
      escalatedAt: at,
      trigger: "talk_to_human_link",
      lastMessage: "Can I speak to someone about my order?",
      messageCount: 3,
      digested: false,
    });
  });

  it("starts anew after it was resolved: next episode, nobody's, at another time", () => {
    const { conversation } = escalate(standings.resolved, "assistant", at, true);
    expect(conversation.escalation).toMatchObject({ episode: 2, claimedBy: null, escalatedAt: at, digested: true });
    expect(conversation.escalation).not.toHaveProperty("resolvedBy");
  });

  it("is claimed by the first agent, and resolved by whoever comes first", () => {
    const claimed = claim(standings.open, ana).conversation;
    expect(claim(claimed, ben).conversation.escalation?.claimedBy).toEqual(ana);
    const resolved = resolve(claimed, ben, at).conversation;
    expect(resolve(resolved, ana, new Date()).conversation).toBe(resolved);
    expect(resolved.escalation).toMatchObject({ status: "resolved", claimedBy: ana, resolvedBy: ben, resolvedAt: at });
  });

  it("keeps its episode, its time and its claim when it is reopened", () => {
    const { conversation, facts } = reopen(standings.resolved, ben);
    expect(conversation.escalation).toEqual(anOpenEscalation({ claimedBy: ana }));
    expect(conversation.escalation?.escalatedAt).toEqual(escalatedAt);
    expect(facts).toEqual([{ type: "conversation.reopened", by: ben }]);
  });

  it("says so when the visitor's message reopened it", () => {
    expect(reopen(standings.resolved, visitor).facts).toEqual([{ type: "conversation.reopened", by: visitor }]);
  });

  it.each<[Standing, number, boolean]>([
    ["open", 1, true],
    ["open and claimed", 1, true],
    ["open", 2, false],
    ["resolved", 1, false],
    ["never escalated", 1, false],
  ])("%s, episode %i: is found to have reached nobody: %s", (standing, episode, found) => {
    const { facts } = unreached(standings[standing], episode);
    expect(facts).toEqual(found ? [{ type: "conversation.unreached", escalatedAt }] : []);
  });

  it.each<[Standing, boolean]>([
    ["never escalated", false],
    ["open", false],
    ["open and claimed", true],
    ["resolved", false],
  ])("%s: the assistant is silent: %s", (standing, silent) => {
    expect(assistantIsSilent(standings[standing])).toBe(silent);
  });
});

describe("one change after another", () => {
  it("goes on where the first one left off, and tells both in order", () => {
    const change = followedBy(reopen(standings.resolved, visitor), (next) => receive(next, "Hello?", null, at));
    expect(change.facts.map((fact) => fact.type)).toEqual(["conversation.reopened", "message.received"]);
    expect(change.conversation).toMatchObject({ seq: 6, lastMessage: "Hello?", escalation: { status: "open" } });
  });

  it("is only the second where the first changed nothing", () => {
    const change = followedBy(nothing(standings.open), (next) => resolve(next, ana, at));
    expect(change.facts).toHaveLength(1);
    expect(change.conversation.seq).toBe(5);
  });
});
