import fc from "fast-check";
import postgres from "postgres";
import { describe, expect, it } from "vitest";
import { cleanText } from "../../../core/domain/clean-text.ts";

describe("text from outside", () => {
  it.each([
    ["loses NUL", "a\0b", "ab"],
    ["loses control characters", "a\u0007\u001b[31mb\u007f\u0085c\u009b", "a[31mbc"],
    ["keeps tabs and line ends", "a\tb\nc", "a\tb\nc"],
    ["has one kind of line end", "a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"],
    ["shows a lone surrogate as what it is", "a\ud800b\udc00", "a\ufffdb\ufffd"],
    ["does not make a character of two halves", "\ud83d\0\udc4d", "\ufffd\ufffd"],
    ["loses what would reorder its neighbours", "\u202Etxt.exe\u202C \u2066a\u2069", "txt.exe a"],
    ["keeps the joiners of emoji", "👩\u200D💻 ❤\uFE0F", "👩\u200D💻 ❤\uFE0F"],
    [
      "keeps the joiners and marks of scripts",
      "می\u200Cخواهم \u200Fab\u200E \u061C",
      "می\u200Cخواهم \u200Fab\u200E \u061C",
    ],
    [
      "keeps flags",
      "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
      "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
    ],
    ["is otherwise as it was", "<b>=cmd() {{DATE}} <!channel> ñ 漢字", "<b>=cmd() {{DATE}} <!channel> ñ 漢字"],
  ])("%s", (_, given, kept) => {
    expect(cleanText(given)).toBe(kept);
  });

  const anyText = fc.string({
    unit: fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.integer({ min: 0, max: 0x2100 }).map((unit) => String.fromCharCode(unit)),
      fc.integer({ min: 0x10000, max: 0x10ffff }).map((point) => String.fromCodePoint(point)),
    ),
    maxLength: 200,
  });

  it("is well formed, without controls and overrides, and clean for good", () => {
    fc.assert(
      fc.property(anyText, (given) => {
        const clean = cleanText(given);
        expect(encodeURIComponent(clean)).toBeTypeOf("string");
        expect(clean).not.toMatch(/(?![\n\t])\p{Control}|[\u202a-\u202e\u2066-\u2069]/u);
        expect(cleanText(clean)).toBe(clean);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is never refused by PostgreSQL, as text or in jsonb", async ({ skip }) => {
    const sql = postgres(process.env.DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/postgres", {
      max: 1,
      connect_timeout: 3,
    });
    try {
      const reached = await sql`select 1`.then(
        () => true,
        () => false,
      );
      if (!reached) skip("no PostgreSQL server at hand");
      await fc.assert(
        fc.asyncProperty(anyText, async (given) => {
          const clean = cleanText(given);
          const [row] = await sql`select ${clean}::text as text, ${sql.json({ [clean]: clean })}::jsonb as json`;
          expect(row).toEqual({ text: clean, json: { [clean]: clean } });
        }),
        { numRuns: 300 },
      );
    } finally {
      await sql.end();
    }
  });
});
