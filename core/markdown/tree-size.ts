import type { Block, Inline, MessageTree } from "../domain/message-tree.ts";

export function treeSize(tree: MessageTree): number {
  return tree.reduce((size, block) => size + 1 + sizeOfBlock(block), 0);
}

function sizeOfBlock(block: Block): number {
  switch (block.type) {
    case "list":
      return block.items.reduce((size, item) => size + 1 + treeSize(item), 0);
    case "quote":
      return treeSize(block.children);
    case "pre":
      return 0;
    default:
      return sizeOfInlines(block.children);
  }
}

function sizeOfInlines(inlines: readonly Inline[]): number {
  return inlines.reduce((size, inline) => size + 1 + ("children" in inline ? sizeOfInlines(inline.children) : 0), 0);
}
