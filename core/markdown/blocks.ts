import type { BlockContent, DefinitionContent, List, ListItem, RootContent } from "mdast";
import type { Block, Inline, MessageTree } from "../domain/message-tree.ts";
import { toInlines } from "./inlines.ts";
import { below, maxDepth, type Place, written } from "./place.ts";
import { lines } from "./plain-tree.ts";
import { tableBlocks } from "./table-blocks.ts";

type Content = RootContent | BlockContent | DefinitionContent;

export function toBlocks(nodes: readonly Content[], place: Place): MessageTree {
  return nodes.flatMap((node) => toBlock(node, place));
}

function toBlock(node: Content, place: Place): readonly Block[] {
  if (place.depth >= maxDepth) return paragraph(lines(written(node, place)));
  switch (node.type) {
    case "paragraph":
      return paragraph(toInlines(node.children, place));
    case "heading":
      return node.children.length === 0 ? [] : [{ type: "heading", children: toInlines(node.children, place) }];
    case "blockquote":
      return nonEmpty({ type: "quote", children: toBlocks(node.children, below(place)) });
    case "code":
      return node.value === "" ? paragraph(lines(written(node, place))) : [{ type: "pre", text: node.value }];
    case "list":
      return [toList(node, place)];
    case "table":
      return tableBlocks(node, place);
    case "thematicBreak":
      return [];
    default:
      return paragraph(lines(written(node, place)));
  }
}

function toList(list: List, place: Place): Block {
  return {
    type: "list",
    ordered: list.ordered === true,
    start: list.start ?? 1,
    items: list.children.map((item) => toItem(item, below(place))),
  };
}

function toItem(item: ListItem, place: Place): MessageTree {
  const blocks = toBlocks(item.children, place);
  if (typeof item.checked !== "boolean") return blocks;
  const box: Inline = { type: "text", text: item.checked ? "☑ " : "☐ " };
  const [first, ...others] = blocks;
  if (first?.type !== "paragraph") return [{ type: "paragraph", children: [box] }, ...blocks];
  return [{ type: "paragraph", children: [box, ...first.children] }, ...others];
}

function paragraph(children: readonly Inline[]): readonly Block[] {
  return children.length === 0 ? [] : [{ type: "paragraph", children }];
}

function nonEmpty(quote: Block & { readonly type: "quote" }): readonly Block[] {
  return quote.children.length === 0 ? [] : [quote];
}
