import type { Block, Inline, MessageTree } from "./message-tree.ts";

/** The tree as plain text: for mail, CSV, excerpts and anything else that cannot draw. */
export function treeToText(tree: MessageTree): string {
  return tree.map(blockText).join("\n\n");
}

function blockText(block: Block): string {
  switch (block.type) {
    case "paragraph":
    case "heading":
      return inlinesText(block.children);
    case "quote":
      return prefixed(treeToText(block.children), "> ", "> ");
    case "pre":
      return block.text;
    case "list":
      return block.items
        .map((item, index) => {
          const marker = block.ordered ? `${block.start + index}. ` : "- ";
          return prefixed(item.map(blockText).join("\n"), marker, " ".repeat(marker.length));
        })
        .join("\n");
  }
}

function prefixed(text: string, first: string, others: string): string {
  return text
    .split("\n")
    .map((line, index) => (index === 0 ? first : others) + line)
    .map((line) => line.trimEnd())
    .join("\n");
}

function inlinesText(inlines: readonly Inline[]): string {
  return inlines.map(inlineText).join("");
}

function inlineText(inline: Inline): string {
  switch (inline.type) {
    case "text":
    case "code":
      return inline.text;
    case "break":
      return "\n";
    case "link":
      return linkText(inlinesText(inline.children), inline.href);
    default:
      return inlinesText(inline.children);
  }
}

function linkText(text: string, href: string): string {
  return bare(text) === bare(href) ? text : `${text} (${href})`;
}

function bare(address: string): string {
  return address
    .replace(/^(?:https?:\/\/|mailto:)/i, "")
    .replace(/\/$/, "")
    .toLowerCase();
}
