import type { ComponentChildren } from "preact";
import type { Block, Inline, MessageTree } from "../../core/http/widget-protocol.ts";
import { h } from "./render.ts";

/** As view nodes, never as an HTML string: there is nothing to sanitise, and Trusted Types stay on. */
export function drawTree(tree: MessageTree): ComponentChildren {
  return tree.map(drawBlock);
}

function drawBlock(block: Block): ComponentChildren {
  switch (block.type) {
    case "paragraph":
      return h("p", null, block.children.map(drawInline));
    case "heading":
      // Not h1…h6: a message must not change the outline of the page it is shown in.
      return h("p", { class: "heading" }, block.children.map(drawInline));
    case "list": {
      const items = block.items.map((item) => h("li", null, drawTree(item)));
      return block.ordered ? h("ol", { start: block.start }, items) : h("ul", null, items);
    }
    case "quote":
      return h("blockquote", null, drawTree(block.children));
    case "pre":
      return h("pre", { tabIndex: 0 }, h("code", null, block.text));
    default:
      return null;
  }
}

const marks = { strong: "strong", emphasis: "em", strike: "s" } as const;

function drawInline(inline: Inline): ComponentChildren {
  switch (inline.type) {
    case "text":
      return inline.text;
    case "code":
      return h("code", null, inline.text);
    case "break":
      return h("br", null);
    case "link": {
      const children = inline.children.map(drawInline);
      return isSafe(inline.href)
        ? h("a", { href: inline.href, target: "_blank", rel: "noopener noreferrer nofollow ugc" }, children)
        : children;
    }
    case "strong":
    case "emphasis":
    case "strike":
      return h(marks[inline.type], null, inline.children.map(drawInline));
    default:
      return null;
  }
}

/** The server lets nothing else through; a second lock costs little. Relative addresses have no scheme and fail. */
function isSafe(href: string): boolean {
  return URL.canParse(href) && /^(https?|mailto):$/.test(new URL(href).protocol);
}
