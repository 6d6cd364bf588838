import type { Link, PhrasingContent } from "mdast";
import type { Inline } from "../domain/message-tree.ts";
import { below, maxDepth, type Place, written } from "./place.ts";
import { lines } from "./plain-tree.ts";
import { safeHref } from "./safe-href.ts";

export function toInlines(nodes: readonly PhrasingContent[], place: Place): readonly Inline[] {
  return joinTexts(nodes.flatMap((node) => toInline(node, place)));
}

function toInline(node: PhrasingContent, place: Place): readonly Inline[] {
  if (place.depth >= maxDepth) return lines(written(node, place));
  switch (node.type) {
    case "text":
      return lines(node.value);
    case "inlineCode":
      return [{ type: "code", text: node.value }];
    case "break":
      return [{ type: "break" }];
    case "strong":
    case "emphasis":
      return [{ type: node.type, children: toInlines(node.children, below(place)) }];
    case "delete":
      return [{ type: "strike", children: toInlines(node.children, below(place)) }];
    case "link":
      return toLink(node, place);
    case "image":
      return lines(node.alt ?? "");
    default:
      return lines(written(node, place));
  }
}

function toLink(link: Link, place: Place): readonly Inline[] {
  const children = toInlines(link.children, below(place));
  const href = safeHref(link.url);
  if (href === null) return children;
  return [{ type: "link", href, children: children.length > 0 ? children : [{ type: "text", text: href }] }];
}

function joinTexts(inlines: readonly Inline[]): readonly Inline[] {
  const joined: Inline[] = [];
  for (const inline of inlines) {
    const before = joined.at(-1);
    if (inline.type === "text" && before?.type === "text") {
      joined[joined.length - 1] = { type: "text", text: before.text + inline.text };
    } else {
      joined.push(inline);
    }
  }
  return joined;
}
