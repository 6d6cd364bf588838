import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bareLink, cutEscaped, escapeText } from "../../../adapters/slack/text.ts";
import { cutText } from "../../../core/index.ts";

/** Strings full of what Slack would take for markup, and of characters that come in halves. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("<!channel>", "<@U123>", "<#C1>", "<https://evil.example|bank>", "&amp;", "&", "<", ">", "|"),
      fc.constantFrom("👩‍👩‍👧", "𝒳", "\u202e", "\n", "*", "`"),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => wellFormed(parts.join("")));

const unescaped = (text: string) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

describe("text for Slack", () => {
  it("keeps every character, and leaves nothing that Slack could take for markup", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeText(text);
        expect(unescaped(escaped)).toBe(text);
        expect(escaped).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }),
    );
  });

  it("is cut without cutting through an entity or a character", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 120 }), (text, most) => {
        const cut = cutEscaped(text, most);
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(wellFormed(cut)).toBe(cut);
        expect(cut).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        const said = unescaped(cut.replace(/…$/, ""));
        expect(text.startsWith(said) || unescaped(cut) === text).toBe(true);
      }),
    );
  });

  it("is cut at the length Slack counts", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 50 }), (text, most) => {
        const cut = cutText(text, most);
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(wellFormed(cut)).toBe(cut);
      }),
    );
  });
});

describe("a link", () => {
  it("shows where it leads", () => {
    expect(bareLink("https://shop.example/a?b=1&c=2")).toBe("<https://shop.example/a?b=1&amp;c=2>");
  });

  it.each([
    "javascript:alert(1)",
    "https://evil.example|your bank",
    "https://evil.example>x<!channel",
    `https://shop.example/${"x".repeat(800)}`,
  ])("is only text when it is not a plain web address: %s", (url) => {
    expect(bareLink(url)).not.toMatch(/[<>]/);
  });
});

/** Core cleans lone halves of characters away at the edge. */
function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
