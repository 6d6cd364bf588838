import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { card, sizeOf } from "../../../adapters/teams/card.ts";
import type { Sent } from "../../../adapters/teams/connector.ts";
import type { DeliveryId, EscalationNotice } from "../../../core/index.ts";
import { aNotice, anAgent, anOpenEscalation, aResolvedEscalation } from "../../builders/notices.ts";
import { problemsWithCard } from "../../stand-ins/teams/limits/card-limits.ts";

type Options = Parameters<typeof card>[1];

const contentOf = (sent: Sent) => sent.attachments?.[0]?.content;
const drawn = (notice: EscalationNotice, options?: Options) => contentOf(card(notice, options));
const shown = (notice: EscalationNotice, options?: Options) => JSON.stringify(drawn(notice, options));
const claimed = aNotice({ escalation: anOpenEscalation({ claimedBy: anAgent({ surface: "slack" }) }) });
const resolved = aNotice({ escalation: aResolvedEscalation({ claimedBy: anAgent() }) });
const later = aNotice({ escalation: anOpenEscalation({ episode: 2 }) });
const by = anAgent({ name: "ana *star*" });

interface Action {
  readonly type: string;
  readonly title: string;
  readonly verb?: string;
  readonly data?: unknown;
  readonly fallback?: unknown;
}

function actionsOf(notice: EscalationNotice, options?: Options): readonly Action[] {
  return Object(drawn(notice, options)).actions;
}

describe("a card", () => {
  it.each([
    ["waiting", aNotice(), ["Claim", "Resolve", "Open transcript"], "🔔 Waiting for a human", "warning"],
    ["claimed", claimed, ["Resolve", "Open transcript"], "🙋 Ana is on it", "accent"],
    ["resolved", resolved, ["Reopen", "Open transcript"], "✅ Resolved", "good"],
  ])("offers what can be done when it is %s", (_state, notice, offered, title, style) => {
    expect(actionsOf(notice).map((action) => action.title)).toEqual(offered);
    expect(Object(drawn(notice)).body[0]).toMatchObject({ style, items: [{ text: `${title} · Acme Shop` }, {}] });
    expect(card(notice).summary).toContain(`Acme Shop · ${title.replace(/^\S+ /, "")}: “Can I speak`);
  });

  it("shows everything a human needs to see", () => {
    const text = shown(aNotice()).replaceAll("\\\\", "");
    for (const part of [
      "Can I speak to someone about my order?",
      "Visitor: ",
      "Where is my order 1042?",
      "Assistant: ",
      "It was shipped on Monday.",
      "https://shop.example/orders/1042?tab=a&b=1",
      "Ada Lovelace · ada@example.com",
      "#K7QM · 3 messages",
      "{{DATE(2026-04-19T10:23:45Z, SHORT)}} {{TIME(2026-04-19T10:23:45Z)}}",
      aNotice().transcriptUrl,
    ])
      expect(text).toContain(part);
    expect(card(aNotice()).summary).toBe(
      "🔔 Acme Shop · Waiting for a human: “Can I speak to someone about my order?”",
    );
  });

  it("says the question once, though the excerpt ends with it", () => {
    const { body } = Object(drawn(aNotice()));
    expect(JSON.stringify(body).split("Can I speak to someone").length - 1).toBe(1);
  });

  it("says who claimed and who resolved it, where, and how long it took", () => {
    expect(shown(claimed)).toContain("Claimed by **Ana** in Slack");
    expect(shown(resolved)).toContain("Resolved by **Ben** in Slack at {{TIME(2026-04-19T10:31:00Z)}}");
    expect(shown(resolved)).toContain("7 min after it was asked for");
    expect(factsOf(resolved)).toContainEqual({ title: "Claimed by", value: "Ana in the dashboard" });
  });

  it("gives its buttons the verb, the conversation, the episode and the delivery, for old clients too", () => {
    const { chatbot, conversationId } = aNotice();
    const [claim] = actionsOf(aNotice(), { delivery: "d-1" as DeliveryId });
    const data = { verb: "claim", b: chatbot.id, c: conversationId, e: 1, d: "d-1" };
    expect(claim).toMatchObject({
      type: "Action.Execute",
      verb: "claim",
      data,
      fallback: { type: "Action.Submit", title: "Claim", data },
    });
  });

  it("never asks Teams to refresh it, which would turn every press into a call in the midst of it", () => {
    for (const notice of [aNotice(), claimed, resolved]) expect(shown(notice)).not.toContain('"refresh"');
  });

  it("mentions nobody, so that nobody is pinged by an edit", () => {
    for (const notice of [aNotice(), claimed, resolved]) expect(shown(notice)).not.toMatch(/"entities"|<at>/);
  });

  it("offers nothing to press when its episode is over", () => {
    expect(actionsOf(later, { pastEpisode: 1 }).map(({ title }) => title)).toEqual(["Open transcript"]);
    expect(shown(later, { pastEpisode: 1 })).toContain("Earlier request (episode 1)");
    expect(factsOf(later)).toContainEqual({ title: "Request", value: "2 of this visitor" });
  });

  it("says what must be known before anything else", () => {
    const text = shown(aNotice(), { delayed: true, again: true, truth: "Already claimed by Ana." });
    expect(text).toContain("👉 Already claimed by Ana.");
    expect(text).toContain("⏰ Delayed: escalated at {{DATE(2026-04-19T10:23:45Z, SHORT)}}");
    expect(text).toContain("↻ Sent again");
    expect(shown(aNotice())).not.toMatch(/👉|⏰|↻/);
  });

  it("needs neither a question, nor a page, nor a contact", () => {
    const bare = aNotice({ question: " ", excerpt: [], page: null, contact: null });
    expect(problemsWithCard(drawn(bare))).toEqual([]);
    expect(shown(bare)).toContain("(no question yet)");
    expect(card(bare).summary).toBe("🔔 Acme Shop · Waiting for a human");
    expect(factsOf(bare).map(({ title }) => title)).toEqual(["Conversation"]);
  });

  it("has nothing to press but a link where nothing comes back", () => {
    expect(actionsOf(claimed, { withoutButtons: true })).toEqual([
      { type: "Action.OpenUrl", title: "Open transcript", url: claimed.transcriptUrl },
    ]);
  });

  it("writes what others wrote into text runs, which know no Markdown, or escaped", () => {
    const words = "[x](https://evil.example) **b** <at>Ana</at>";
    const notice = aNotice({
      question: words,
      contact: { name: words },
      escalation: anOpenEscalation({ claimedBy: by }),
    });
    const [head, question, , facts] = Object(drawn(notice)).body;
    expect(question).toMatchObject({ type: "RichTextBlock", inlines: [{ type: "TextRun", text: `“${words}”` }] });
    expect(head.items[0].text).toBe("🙋 ana \\*star\\* is on it · Acme Shop");
    expect(facts.facts).toContainEqual({
      title: "Contact",
      value: "\\[x\\]\\(https://evil\\.example\\) \\*\\*b\\*\\* \\<at\\>Ana\\</at\\>",
    });
  });

  it.each(["{{DATE(2026-04-19T10:23:45Z)}}", "{{{DATE(2026-04-19T10:23:45Z)}}", "{{{{TIME(2026-04-19T10:23:45Z)}}}}"])(
    "leaves the macro %s as the text it is",
    (question) => {
      const notice = aNotice({ question, contact: { name: question }, excerpt: [] });
      const { body, fallbackText, speak } = Object(drawn(notice));
      expect(JSON.stringify([body.slice(1), fallbackText, speak])).not.toContain("{{");
    },
  );

  it("stays small under 50,000 characters of everything, and keeps its way to the transcript", () => {
    for (const letter of ["x", "“", "\\", '"', "\u0001", "[", "𝒳", "👩‍👩‍👧 "]) {
      const words = letter.repeat(50_000 / letter.length);
      fits(hostile({ question: words, said: words, name: words, url: words, agent: words, bot: words }));
    }
  });

  it("always fits into what Teams and a webhook accept, whatever was written", () => {
    const words = fc.oneof(
      fc.string({ unit: "binary", maxLength: 9000 }),
      fc.string({ minLength: 1 }).map((text) => text.repeat(Math.ceil(9000 / text.length)).slice(0, 9000)),
      fc.constantFrom("\u0001".repeat(8000), '"\\'.repeat(4000), "<&>".repeat(3000), "   "),
    );
    const notices = fc.record({ question: words, said: words, name: words, url: words, agent: words, bot: words });
    fc.assert(
      fc.property(notices, (written) => fits(hostile(written))),
      { numRuns: 60 },
    );
  });
});

interface Written {
  readonly question: string;
  readonly said: string;
  readonly name: string;
  readonly url: string;
  readonly agent: string;
  readonly bot: string;
}

function hostile({ question, said, name, url, agent, bot }: Written): EscalationNotice {
  const person = anAgent({ name: agent });
  return aNotice({
    chatbot: { ...aNotice().chatbot, name: bot },
    question,
    excerpt: Array.from({ length: 10 }, () => ({ author: "agent" as const, name, text: said })),
    page: { url, title: said },
    contact: { name, email: said, phone: url },
    escalation: aResolvedEscalation({ claimedBy: person, resolvedBy: person }),
  });
}

function fits(notice: EscalationNotice): void {
  const options = { delivery: "d-1" as DeliveryId, delayed: true, again: true };
  const posted = card(notice, options);
  expect(sizeOf(posted)).toBeLessThanOrEqual(56_000);
  expect(sizeOf(posted)).toBe(Buffer.byteLength(JSON.stringify(posted), "utf16le"));
  expect(posted.summary?.length).toBeLessThanOrEqual(300);
  expect(problemsWithCard(contentOf(posted))).toEqual([]);
  expect(actionsOf(notice, options).map(({ title }) => title)).toEqual(["Reopen", "Open transcript"]);
  const told = card(notice, { ...options, withoutButtons: true });
  expect(sizeOf(told)).toBeLessThanOrEqual(26_000);
  expect(problemsWithCard(contentOf(told))).toEqual([]);
  expect(JSON.stringify(told)).not.toContain("Action.Execute");
  expect(JSON.stringify(told)).toContain(JSON.stringify(notice.transcriptUrl));
}

function factsOf(notice: EscalationNotice): readonly { title: string; value: string }[] {
  return Object(drawn(notice)).body.at(-1).facts;
}
