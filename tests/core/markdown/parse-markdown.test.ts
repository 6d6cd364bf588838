import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block, Inline, MessageTree } from "../../../core/domain/message-tree.ts";
import { treeToText } from "../../../core/domain/tree-to-text.ts";
import { maxMarkdownLength, parseMarkdown } from "../../../core/markdown/parse-markdown.ts";

const text = (value: string): Inline => ({ type: "text", text: value });
const paragraph = (...children: Inline[]): Block => ({ type: "paragraph", children });
const link = (href: string, label: string): Inline => ({ type: "link", href, children: [text(label)] });

describe("an answer's Markdown", () => {
  it.each<[string, string, MessageTree]>([
    ["is a paragraph when it is only words", "Hello there", [paragraph(text("Hello there"))]],
    ["is nothing when it is blank", " \n\n ", []],
    ["keeps every line that was written", "one\ntwo", [paragraph(text("one"), { type: "break" }, text("two"))]],
    [
      "can be strong, emphasised, struck and code",
      "**a** _b_ ~~c~~ `d`",
      [
        paragraph(
          { type: "strong", children: [text("a")] },
          text(" "),
          { type: "emphasis", children: [text("b")] },
          text(" "),
          { type: "strike", children: [text("c")] },
          text(" "),
          { type: "code", text: "d" },
        ),
      ],
    ],
    ["has headings of one size", "### Title", [{ type: "heading", children: [text("Title")] }]],
    [
      "has lists, numbered from where they start",
      "3. c\n4. d",
      [{ type: "list", ordered: true, start: 3, items: [[paragraph(text("c"))], [paragraph(text("d"))]] }],
    ],
    [
      "ticks the boxes of a task list",
      "- [x] paid\n- [ ] sent",
      [
        {
          type: "list",
          ordered: false,
          start: 1,
          items: [[paragraph(text("☑ "), text("paid"))], [paragraph(text("☐ "), text("sent"))]],
        },
      ],
    ],
    ["quotes", "> said", [{ type: "quote", children: [paragraph(text("said"))] }]],
    ["keeps code blocks as they are", "```js\na < b\n```", [{ type: "pre", text: "a < b" }]],
    ["links to the web", "[us](https://a.example/x)", [paragraph(link("https://a.example/x", "us"))]],
    ["links to a mailbox", "<me@a.example>", [paragraph(link("mailto:me@a.example", "me@a.example"))]],
    ["links addresses by themselves", "www.a.example", [paragraph(link("http://www.a.example/", "www.a.example"))]],
    ["shows an image's description", "![a *red* shoe](https://a.example/x.png)", [paragraph(text("a red shoe"))]],
    ["shows HTML as its text", "<b onclick=x>hi</b>", [paragraph(text("<b onclick=x>hi</b>"))]],
    [
      "shows a block of HTML as its text",
      "<script>\nalert(1)\n</script>",
      [paragraph(text("<script>"), { type: "break" }, text("alert(1)"), { type: "break" }, text("</script>"))],
    ],
    [
      "keeps the source of a quotation readable",
      "Yes.[1]\n\n[1]: https://a.example/",
      [paragraph(text("Yes.[1]")), paragraph(text("[1]: "), link("https://a.example/", "https://a.example/"))],
    ],
    ["shows what stands behind an opening fence", "~~~~wow", [paragraph(text("~~~~wow"))]],
    ["is never empty where something was written", "***", [paragraph(text("***"))]],
  ])("%s", (_, markdown, tree) => {
    expect(parseMarkdown(markdown)).toEqual(tree);
  });

  it("turns a table into items that name their columns", () => {
    const table = "| Size | Chest |\n|---|---|\n| S | 90 cm |\n| M | **95 cm** |";
    expect(treeToText(parseMarkdown(table))).toBe("- Size: S\n  Chest: 90 cm\n- Size: M\n  Chest: 95 cm");
  });

  it("keeps the names of a table without rows", () => {
    expect(treeToText(parseMarkdown("| Size | Chest |\n|---|---|"))).toBe("Size · Chest");
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#10;script:alert(1)",
    "&#x6A;avascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://a.example",
    "/relative",
    "//a.example/x",
    "https://bank.example@evil.example/",
    "tel:+123",
    `https://a.example/${"x".repeat(2_100)}`,
  ])("shows only the words of a link to %s", (url) => {
    expect(parseMarkdown(`[words](<${url}>)`)).toEqual([paragraph(text("words"))]);
  });

  it("cuts what is longer than can be drawn, between characters", () => {
    const tree = parseMarkdown("👍".repeat(maxMarkdownLength));
    const drawn = treeToText(tree);
    expect(drawn.length).toBeLessThanOrEqual(maxMarkdownLength);
    expect(drawn.endsWith("👍…")).toBe(true);
  });
});

describe("any text at all", () => {
  const syntax = fc.constantFrom(
    ..."*_~`[]()!<>#-+>|\\\n\t &;:/.@=1".split(""),
    "](javascript:x)",
    "](https://a.example)",
    "**",
    "\n\n",
    "    ",
    "|-|-|\n",
    "```",
    "- ",
    "1. ",
    "<a href='javascript:x'>",
    "www.a.example",
    "&colon;",
    "javascript:",
    "word",
  );
  const markdown = fc.oneof(
    fc
      .array(fc.oneof(syntax, fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 120 })
      .map((all) => all.join("")),
    fc.string({ unit: "binary", maxLength: 400 }),
  );

  it("is drawn, with links only to the web and to mailboxes", () => {
    fc.assert(
      fc.property(markdown, (source) => {
        for (const href of hrefs(parseMarkdown(source))) expect(href).toMatch(/^(?:https?:\/\/|mailto:)/);
      }),
      { numRuns: 1_500 },
    );
  });

  it("keeps its words, in order", () => {
    const piece = fc.constantFrom(
      "one",
      "two",
      "three",
      " ",
      "\n",
      "\n\n",
      "*",
      "**",
      "_",
      "# ",
      "> ",
      "- ",
      "1) ",
      "|",
      "<i>",
      "!",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const source = pieces.join("");
        expect(wordsOf(treeToText(parseMarkdown(source)))).toEqual(wordsOf(source));
      }),
      { numRuns: 1_000 },
    );
  });
});

function wordsOf(source: string): string[] {
  return source.match(/one|two|three/g) ?? [];
}

function hrefs(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === "href" ? [String(inner)] : hrefs(inner)));
}
