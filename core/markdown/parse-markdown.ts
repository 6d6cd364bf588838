import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import type { MessageTree } from "../domain/message-tree.ts";
import { toBlocks } from "./blocks.ts";
import { isTangled } from "./is-tangled.ts";
import { plainTree } from "./plain-tree.ts";
import { treeSize } from "./tree-size.ts";

/** Longest text that is drawn; what is over it is cut off with "…". */
export const maxMarkdownLength = 20_000;
const maxNodes = 4_000;

/** Never throws: what cannot be drawn as Markdown is drawn as the text it is. */
export function parseMarkdown(text: string): MessageTree {
  const source = shorten(text);
  const tree = drawn(source) ?? plainTree(source);
  return treeSize(tree) > maxNodes ? [{ type: "pre", text: source }] : tree;
}

function shorten(text: string): string {
  if (text.length <= maxMarkdownLength) return text;
  return `${text.slice(0, maxMarkdownLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function drawn(source: string): MessageTree | null {
  if (isTangled(source)) return null;
  try {
    const tree = toBlocks(fromMarkdown(source, syntax).children, { source, depth: 0 });
    return tree.length > 0 ? tree : null;
  } catch {
    return null;
  }
}

/**
 * HTML, link definitions and footnotes stay the text they are, so that nothing a reader was told vanishes.
 * Underlined headings are off too: micromark needs quadratic time for a page of them.
 */
const syntax = {
  extensions: [
    gfm({ singleTilde: false }),
    {
      disable: {
        null: [
          "htmlFlow",
          "htmlText",
          "definition",
          "gfmFootnoteDefinition",
          "gfmFootnoteCall",
          "gfmPotentialFootnoteCall",
          "setextUnderline",
        ],
      },
    },
  ],
  mdastExtensions: [gfmFromMarkdown()],
};
