import type { types } from "@slack/bolt";
import { assertNever, type Block, type Inline, type MessageTree } from "../../core/index.ts";

/** The message tree in Slack's own structure, which Slack never parses for mentions or links. */
export function richText(tree: MessageTree): types.RichTextBlockElement[] {
  return tree.flatMap((block) => drawBlock(block, 0));
}

function drawBlock(block: Block, depth: number): types.RichTextBlockElement[] {
  switch (block.type) {
    case "paragraph":
      return section([...inlines(block.children), { type: "text", text: "\n" }]);
    case "heading":
      return section([...inlines(block.children, { bold: true }), { type: "text", text: "\n" }]);
    case "list":
      return drawList(block, depth);
    case "quote":
      return nonEmpty(flatten(block.children)).map((elements) => ({ type: "rich_text_quote", elements }));
    case "pre":
      return block.text === ""
        ? []
        : [{ type: "rich_text_preformatted", elements: [{ type: "text", text: block.text }] }];
    default:
      return assertNever(block);
  }
}

/** Slack has no lists inside lists: an inner list follows its item, indented. */
function drawList(list: Extract<Block, { type: "list" }>, depth: number): types.RichTextBlockElement[] {
  return list.items.flatMap((item, index): types.RichTextBlockElement[] => {
    const inner = item.filter((block) => block.type === "list");
    const own = nonEmpty(flatten(item.filter((block) => block.type !== "list")));
    const drawn = own.map((elements) => ({
      type: "rich_text_list" as const,
      style: list.ordered ? ("ordered" as const) : ("bullet" as const),
      indent: Math.min(depth, 8),
      ...(list.ordered && { offset: list.start - 1 + index }),
      elements: [{ type: "rich_text_section" as const, elements }],
    }));
    return [...drawn, ...inner.flatMap((block) => drawBlock(block, depth + 1))];
  });
}

/** What stands inside a quote or a list item, one line per block. */
function flatten(tree: MessageTree): types.RichTextElement[] {
  const lines = tree.map((block): types.RichTextElement[] => {
    switch (block.type) {
      case "paragraph":
        return inlines(block.children);
      case "heading":
        return inlines(block.children, { bold: true });
      case "pre":
        return text(block.text, { code: true });
      case "quote":
        return flatten(block.children);
      case "list":
        return block.items.flatMap((item, index) => [
          ...(index > 0 ? text("\n") : []),
          ...text(block.ordered ? `${block.start + index}. ` : "• "),
          ...flatten(item),
        ]);
      default:
        return assertNever(block);
    }
  });
  return lines.flatMap((line, index) => (index > 0 ? [...text("\n"), ...line] : line));
}

type Style = NonNullable<types.RichTextText["style"]>;

function inlines(children: readonly Inline[], style: Style = {}): types.RichTextElement[] {
  return children.flatMap((inline) => drawInline(inline, style));
}

function drawInline(inline: Inline, style: Style): types.RichTextElement[] {
  switch (inline.type) {
    case "text":
      return text(inline.text, style);
    case "code":
      return text(inline.text, { ...style, code: true });
    case "break":
      return text("\n");
    case "strong":
      return inlines(inline.children, { ...style, bold: true });
    case "emphasis":
      return inlines(inline.children, { ...style, italic: true });
    case "strike":
      return inlines(inline.children, { ...style, strike: true });
    case "link":
      return link(inline, style);
    default:
      return assertNever(inline);
  }
}

function link({ href, children }: Extract<Inline, { type: "link" }>, style: Style): types.RichTextElement[] {
  const label = inlines(children)
    .map((element) => (element.type === "text" ? element.text : ""))
    .join("");
  if (href.length > 3000) return text(label, style);
  return [{ type: "link", url: href, ...(label && { text: label }), ...styled(style) }];
}

function text(written: string, style: Style = {}): types.RichTextText[] {
  return written === "" ? [] : [{ type: "text", text: written, ...styled(style) }];
}

function styled(style: Style): { style?: Style } {
  return Object.keys(style).length > 0 ? { style } : {};
}

function section(elements: types.RichTextElement[]): types.RichTextBlockElement[] {
  return elements.length > 1 ? [{ type: "rich_text_section", elements }] : [];
}

function nonEmpty(elements: types.RichTextElement[]): types.RichTextElement[][] {
  return elements.length > 0 ? [elements] : [];
}
