import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { announcement } from "../../../adapters/slack/announcement.ts";
import { line } from "../../../adapters/slack/line.ts";
import { mirror } from "../../../adapters/slack/mirror.ts";
import type { MessageTree } from "../../../core/index.ts";
import { aChatbotEvent, aClaimedEvent, aConversationEvent, aMessage, aResolvedEvent } from "../../builders/events.ts";
import { anAgent } from "../../builders/notices.ts";
import { problemsWithBlocks } from "../../stand-ins/slack/limits/block-limits.ts";

describe("a line in the thread", () => {
  it("says who did what, and where", () => {
    expect(line(aClaimedEvent(anAgent({ surface: "slack" }))).text).toBe("🙋 *Ana* is on it (claimed in Slack)");
    expect(line(aResolvedEvent(anAgent({ surface: "email" }))).text).toBe("✅ *Ana* resolved this in e-mail");
    const reopened = aConversationEvent({ type: "conversation.reopened", by: anAgent() });
    expect(line(reopened).text).toBe("🔁 *Ana* reopened this in the dashboard");
  });

  it("says when it was the visitor", () => {
    const by = { name: "visitor", surface: "widget", externalId: "embed-1" } as const;
    const reopened = aConversationEvent({ type: "conversation.reopened", by });
    expect(line(reopened).text).toBe("🔁 Reopened by the visitor's new message");
  });

  it("shows a strange name as the name it is", () => {
    const { text, blocks } = line(aClaimedEvent(anAgent({ name: "*<!here>*\n<@U1>" })));
    expect(text).not.toMatch(/<[!@]/);
    expect(problemsWithBlocks(blocks)).toEqual([]);
  });
});

describe("a mirrored message", () => {
  it("shows what a visitor typed, unparsed", () => {
    const said = "<!channel> *hi* :tada: https://x.example";
    const { blocks, text } = mirror(aMessage({ text: said }));
    expect(blocks).toMatchObject([
      {
        type: "rich_text",
        elements: [
          { type: "rich_text_section", elements: [{ text: "💬 Visitor" }] },
          { type: "rich_text_quote", elements: [{ type: "text", text: said }] },
        ],
      },
    ]);
    expect(text).toBe("💬 Visitor: &lt;!channel&gt; *hi* :tada: https://x.example");
  });

  it("draws what the assistant wrote", () => {
    const word = (text: string) => ({ type: "text", text }) as const;
    const tree: MessageTree = [
      { type: "heading", children: [word("Shipping")] },
      { type: "paragraph", children: [word("It "), { type: "strong", children: [word("left")] }, { type: "break" }] },
      {
        type: "list",
        ordered: true,
        start: 3,
        items: [
          [{ type: "paragraph", children: [word("three")] }],
          [
            { type: "paragraph", children: [word("four")] },
            { type: "list", ordered: false, start: 1, items: [[{ type: "paragraph", children: [word("inner")] }]] },
          ],
        ],
      },
      { type: "quote", children: [{ type: "paragraph", children: [word("as you said")] }] },
      { type: "pre", text: "tracking 42" },
      { type: "paragraph", children: [{ type: "link", href: "https://shop.example", children: [word("here")] }] },
    ];
    const { blocks } = mirror(aMessage({ author: "assistant", tree }));
    expect(problemsWithBlocks(blocks)).toEqual([]);
    expect(blocks[0]).toMatchObject({
      elements: [
        { elements: [{ text: "🤖 Assistant" }] },
        { elements: [{ text: "Shipping", style: { bold: true } }, { text: "\n" }] },
        { elements: [{ text: "It " }, { text: "left", style: { bold: true } }, { text: "\n" }, { text: "\n" }] },
        { type: "rich_text_list", style: "ordered", indent: 0, offset: 2 },
        { type: "rich_text_list", style: "ordered", offset: 3 },
        { type: "rich_text_list", style: "bullet", indent: 1 },
        { type: "rich_text_quote", elements: [{ text: "as you said" }] },
        { type: "rich_text_preformatted", elements: [{ text: "tracking 42" }] },
        { elements: [{ type: "link", url: "https://shop.example", text: "here" }, { text: "\n" }] },
      ],
    });
  });

  it("always fits into what Slack accepts", () => {
    const words = fc.oneof(
      fc.string({ unit: "binary", maxLength: 8000 }),
      fc.constantFrom("", "\u0001".repeat(8000), '"'.repeat(8000), "é👋".repeat(2600)),
    );
    fc.assert(
      fc.property(words, fc.boolean(), (text, byAssistant) => {
        const tree: MessageTree = [{ type: "pre", text }];
        const { blocks, text: notification } = mirror(aMessage({ text, tree: byAssistant ? tree : null }));
        expect(problemsWithBlocks(blocks)).toEqual([]);
        expect(blocks).toHaveLength(1);
        expect(JSON.stringify(blocks).length).toBeLessThan(9000);
        expect(notification.length).toBeLessThanOrEqual(3000);
      }),
      { numRuns: 60 },
    );
  });
});

describe("what is said to the channel as a whole", () => {
  it("counts the escalations that came too fast, and leads to their list", () => {
    const since = new Date("2026-04-19T10:20:10Z");
    const until = new Date("2026-04-19T10:21:10Z");
    const event = aChatbotEvent({ type: "chatbot.escalations_digested", count: 27, since, until });
    const { text, blocks } = announcement(event, "https://desk.example");
    expect(text).toBe("🔔 27 more people asked for a human between 10:20 UTC and 10:21 UTC");
    expect(JSON.stringify(blocks)).toContain(
      `<https://desk.example/dashboard/chatbots/${event.chatbotId}/human-support|Open the list>`,
    );
    expect(problemsWithBlocks(blocks)).toEqual([]);
  });

  it("tells which other destination broke, and why", () => {
    const event = aChatbotEvent({
      type: "chatbot.destination_paused",
      scope: "address",
      adapter: "teams",
      account: "tenant",
      address: "19:abc",
      label: "Support <General>",
      reason: "The bot was removed from the team.",
    });
    expect(announcement(event, "https://desk.example").text).toBe(
      "⚠️ Deskbell no longer reaches Microsoft Teams Support &lt;General&gt;: The bot was removed from the team.",
    );
  });
});
