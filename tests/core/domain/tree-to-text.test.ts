import { describe, expect, it } from "vitest";
import { treeToText } from "../../../core/domain/tree-to-text.ts";
import { parseMarkdown } from "../../../core/markdown/parse-markdown.ts";

describe("a message as plain text", () => {
  it.each([
    ["drops the marks", "**Yes**, _really_ ~~no~~ `x`", "Yes, really no x"],
    ["parts paragraphs by a blank line", "a\n\nb", "a\n\nb"],
    ["writes out where a link leads", "[Returns](https://a.example/returns)", "Returns (https://a.example/returns)"],
    ["writes an address once", "https://a.example", "https://a.example"],
    ["writes a mailbox once", "me@a.example", "me@a.example"],
    ["marks items", "- a\n- b", "- a\n- b"],
    ["numbers items", "2. a\n3. b", "2. a\n3. b"],
    ["indents what belongs to an item", "- a\n  - b\n    c", "- a\n  - b\n    c"],
    ["marks quotes", "> a\n>\n> b", "> a\n>\n> b"],
    ["keeps code", "```\na\n  b\n```", "a\n  b"],
    ["has headings", "# Title\ntext", "Title\n\ntext"],
  ])("%s", (_, markdown, text) => {
    expect(treeToText(parseMarkdown(markdown))).toBe(text);
  });
});
