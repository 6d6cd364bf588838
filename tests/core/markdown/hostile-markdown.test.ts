import { describe, expect, it } from "vitest";
import type { Block, Inline, MessageTree } from "../../../core/domain/message-tree.ts";
import { treeToText } from "../../../core/domain/tree-to-text.ts";
import { parseMarkdown } from "../../../core/markdown/parse-markdown.ts";
import { treeSize } from "../../../core/markdown/tree-size.ts";

const full = (piece: string, length = 20_000) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
const steps = (count: number) => Array.from({ length: count }, (_, step) => `${" ".repeat(step * 2)}- a\n`).join("");

/** Before they were held back, micromark took 0.7 to 7 s for these, or ran out of stack (marked !), on one core. */
const tangled: readonly [string, string][] = [
  ["openers without an end", full("*a ")],
  ["mixed openers", full("a*_")],
  ["thousands of nested emphases !", `${full("**", 8_000)}a${full("**", 8_000)}`],
  ["openers, then closers", `${full("*a ", 10_000)}${full("a* ", 10_000)}`],
  ["alternating marks", full(`${"_*".repeat(60)}a${"*_".repeat(60)} `)],
  ["thousands of nested quotes !", full(">")],
  ["thousands of nested quotes with spaces !", full("> ")],
  ["thousands of nested numbered lists !", full("1. ")],
  ["lists in quotes in lists !", full("- > ")],
  ["a quote and its lazy lines", `${">".repeat(12)}a\n${full("a\n")}`],
  ["deep lists on every line", full(`${"- ".repeat(12)}a\n`)],
  ["thousands of quotes", full("> a\n\n")],
  ["underlined headings", full("a\n=\n")],
  ["loose lists", full("- a\n\n")],
  ["lists and rules", full("- a\n***\n")],
  ["brackets", full("[")],
  ["links in links", full("[a](b")],
  ["pipes", `|a|b|\n|-|-|\n${full("|")}`],
  ["a table of one-letter cells", `${full("|a", 7_000)}\n${full("|-", 7_000)}\n${full("|b\n", 6_000)}`],
  ["short tables", full("|a|\n|-|\n|b|\n\n")],
];

const merelyLong: readonly [string, string][] = [
  ["a staircase of lists", steps(138)],
  ["code words", full("`a` ")],
  ["backticks", full("`")],
  ["addresses", full("www.a.example ")],
  ["mailboxes", full("a@b.example ")],
  ["entities", full("&amp;")],
  ["escapes", full("\\*")],
  ["open tags", full("<a ")],
  ["open comments", full("<!--")],
  ["one word", full("word")],
  ["blank lines", full("\n")],
];

describe("text that is written to hurt", () => {
  it.each([...tangled, ...merelyLong])("is still drawn, small and shallow: %s", (_, source) => {
    const tree = parseMarkdown(source);
    expect(treeSize(tree)).toBeLessThanOrEqual(4_000);
    expect(depthOf(tree)).toBeLessThanOrEqual(40);
    expect(JSON.stringify(tree).length).toBeLessThan(250_000);
    expect(treeToText(tree).trim() === "").toBe(source.trim() === "");
  });

  it.each(tangled)("is shown as it was written: %s", (_, source) => {
    const written = source.slice(0, 19_000).replace(/\s/g, "");
    expect(treeToText(parseMarkdown(source)).replace(/\s/g, "").startsWith(written)).toBe(true);
  });

  it("draws a long answer of the honest kind", () => {
    const section =
      "## Sizes\n\n- **Small**: fits [90 cm](https://a.example/s)\n- **Large**: see `fit.txt`\n\n> Ask *us*.\n\n";
    const tree = parseMarkdown(section.repeat(130));
    expect(tree[0]).toEqual({ type: "heading", children: [{ type: "text", text: "Sizes" }] });
    expect(tree.length).toBe(390);
  });
});

function depthOf(tree: MessageTree): number {
  return Math.max(0, ...tree.map(depthOfBlock));
}

function depthOfBlock(block: Block): number {
  if (block.type === "pre") return 1;
  if (block.type === "quote") return 1 + depthOf(block.children);
  if (block.type === "list") return 1 + Math.max(0, ...block.items.map(depthOf));
  return 1 + depthOfInlines(block.children);
}

function depthOfInlines(inlines: readonly Inline[]): number {
  return Math.max(0, ...inlines.map((inline) => ("children" in inline ? 1 + depthOfInlines(inline.children) : 1)));
}
