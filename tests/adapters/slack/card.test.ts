import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { card } from "../../../adapters/slack/card.ts";
import type { DeliveryId, EscalationNotice } from "../../../core/index.ts";
import { aNotice, anAgent, anOpenEscalation, aResolvedEscalation } from "../../builders/notices.ts";
import { problemsWithBlocks } from "../../stand-ins/slack/limits/block-limits.ts";

const shown = (notice: EscalationNotice, options = {}) => JSON.stringify(card(notice, options).blocks);
const buttons = (notice: EscalationNotice, options = {}) =>
  card(notice, options).blocks.flatMap((block) =>
    block.type === "actions" ? block.elements.map((element) => ("text" in element ? element.text?.text : "?")) : [],
  );
const claimed = aNotice({ escalation: anOpenEscalation({ claimedBy: anAgent({ surface: "teams" }) }) });
const resolved = aNotice({ escalation: aResolvedEscalation({ claimedBy: anAgent() }) });

describe("a card", () => {
  it.each([
    ["waiting", aNotice(), ["Claim", "Resolve", "Open transcript"], "Waiting for a human"],
    ["claimed", claimed, ["Resolve", "Open transcript"], "Ana is on it"],
    ["resolved", resolved, ["Reopen", "Open transcript"], "Resolved"],
  ])("offers what can be done when it is %s", (_state, notice, offered, title) => {
    expect(buttons(notice)).toEqual(offered);
    expect(shown(notice)).toContain(title);
  });

  it("shows everything a human needs to see", () => {
    const text = shown(aNotice());
    for (const part of [
      "Acme Shop",
      "Can I speak to someone about my order?",
      "Where is my order 1042?",
      "It was shipped on Monday.",
      "https://shop.example/orders/1042?tab=a&amp;b=1",
      "Ada Lovelace",
      "ada@example.com",
      "#K7QM",
      "2026-04-19 10:23 UTC",
      "<!date^1776594225^",
      aNotice().transcriptUrl,
    ])
      expect(text).toContain(part);
  });

  it("says the question once, though the excerpt ends with it", () => {
    expect(shown(aNotice()).split("Can I speak to someone").length - 1).toBe(1);
  });

  it("says who claimed and who resolved it, where, and how long it took", () => {
    expect(shown(claimed)).toContain("Claimed by *Ana* in Microsoft Teams");
    const text = shown(resolved);
    expect(text).toContain("Resolved by *Ben* in Slack");
    expect(text).toContain("7 min after it was asked for");
    expect(text).toContain("Ana in the dashboard");
  });

  it("mentions nobody, so that nobody is pinged by an edit", () => {
    expect(shown(resolved)).not.toMatch(/<@|<!(?!date)/);
  });

  it("gives its buttons the conversation, the episode and the delivery", () => {
    const [value] = /"value":"(.*?[^\\])"/.exec(shown(aNotice(), { delivery: "d-1" as DeliveryId }))?.slice(1) ?? [];
    const { chatbot, conversationId } = aNotice();
    expect(JSON.parse(JSON.parse(`"${value}"`))).toEqual({ b: chatbot.id, c: conversationId, e: 1, d: "d-1" });
  });

  it("has other block ids in every rendering, as Slack asks", () => {
    const ids = (notice: EscalationNotice) => card(notice).blocks.map(({ block_id }) => block_id);
    const before = ids(aNotice());
    const after = ids(aNotice({ seq: 6 }));
    expect(new Set([...before, ...after]).size).toBe(before.length + after.length);
    expect(ids(aNotice())).toEqual(before);
  });

  it("offers nothing to press when its episode is over", () => {
    const later = aNotice({ escalation: anOpenEscalation({ episode: 2 }) });
    expect(buttons(later, { pastEpisode: 1 })).toEqual(["Open transcript"]);
    expect(shown(later, { pastEpisode: 1 })).toContain("Earlier request (episode 1)");
    expect(shown(later)).toContain("request 2 of this visitor");
  });

  it("needs neither a question, nor a page, nor a contact", () => {
    const bare = aNotice({ question: "", excerpt: [], page: null, contact: null });
    expect(problemsWithBlocks(card(bare).blocks)).toEqual([]);
    expect(shown(bare)).toContain("(no question yet)");
  });

  it("shows a hostile visitor's words as text, in its notification too", () => {
    const words = "<!channel> *bold* <https://evil.example|your bank> :tada: &lt;";
    const notice = aNotice({
      question: words,
      contact: { name: words },
      page: { url: `javascript:${words}`, title: "" },
    });
    const { blocks, text } = card(notice);
    expect(text).not.toMatch(/<(?!!date)/);
    const parsed = JSON.stringify(blocks, (_key, value) => (value?.type === "plain_text" ? undefined : value));
    expect(parsed).not.toMatch(/<!channel|<https:\/\/evil/);
    expect(JSON.stringify(blocks)).toContain(`“${words}”`);
  });

  it("always fits into what Slack accepts, whatever was written", () => {
    const words = fc.oneof(
      fc.string({ unit: "binary", maxLength: 9000 }),
      fc.string({ minLength: 1 }).map((text) => text.repeat(Math.ceil(9000 / text.length)).slice(0, 9000)),
      fc.constantFrom("\u0001".repeat(8000), '"\\'.repeat(4000), "<&>".repeat(3000), "👩‍👩‍👧".repeat(1000), "   "),
    );
    const notices = fc.record({ question: words, said: words, name: words, url: words, agent: words, bot: words });
    fc.assert(
      fc.property(notices, fc.boolean(), ({ question, said, name, url, agent, bot }, brief) => {
        const by = anAgent({ name: agent });
        const notice = aNotice({
          chatbot: { ...aNotice().chatbot, name: bot },
          question,
          excerpt: Array.from({ length: 10 }, () => ({ author: "agent" as const, name, text: said })),
          page: { url, title: said },
          contact: { name, email: said, phone: url },
          escalation: aResolvedEscalation({ claimedBy: by, resolvedBy: by }),
        });
        const { blocks, text } = card(notice, { brief, delayed: true });
        expect(problemsWithBlocks(blocks)).toEqual([]);
        expect(JSON.stringify(blocks).length).toBeLessThan(9000);
        expect(text.length).toBeLessThan(3000);
        expect(buttons(notice)).toEqual(["Reopen", "Open transcript"]);
      }),
      { numRuns: 60 },
    );
  });
});
