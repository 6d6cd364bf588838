import type { ComponentChildren, VNode } from "preact";
import { describe, expect, it } from "vitest";
import type { Inline, MessageTree } from "../../../core/domain/message-tree.ts";
import { drawTree } from "../../../widget/panel/draw-tree.ts";

describe("a message drawn on the page", () => {
  it.each(["https://example.com/a?b=c#d", "http://example.com", "mailto:ana@example.com"])(
    "links to %s, in a new tab that knows nothing of this page",
    (href) => {
      expect(elements(link(href)).filter(({ type }) => type === "a")).toEqual([
        { type: "a", props: { href, target: "_blank", rel: "noopener noreferrer nofollow ugc" } },
      ]);
    },
  );

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "blob:https://example.com/1",
    "file:///etc/passwd",
    "//example.com",
    "/relative",
    "",
  ])("does not link to %j, and keeps the words", (href) => {
    const drawn = elements(link(href));
    expect(drawn.map(({ type }) => type)).toEqual(["p", "words"]);
  });

  it("knows only harmless elements, and none that the tree could name", () => {
    const tree = [
      { type: "script", children: [{ type: "text", text: "alert(1)" }] },
      {
        type: "paragraph",
        children: [
          { type: "iframe", src: "x" },
          { type: "text", text: "<b>plain</b>" },
        ],
      },
      { type: "heading", children: [{ type: "strike", children: [{ type: "emphasis", children: [] }] }], onclick: "x" },
      {
        type: "quote",
        children: [{ type: "list", ordered: false, start: 1, items: [[{ type: "pre", text: "</code>" }]] }],
      },
    ] as unknown as MessageTree;
    expect(elements(tree)).toEqual([
      { type: "p", props: {} },
      { type: "<b>plain</b>", props: {} },
      { type: "p", props: { class: "heading" } },
      { type: "s", props: {} },
      { type: "em", props: {} },
      { type: "blockquote", props: {} },
      { type: "ul", props: {} },
      { type: "li", props: {} },
      { type: "pre", props: { tabIndex: 0 } },
      { type: "code", props: {} },
      { type: "</code>", props: {} },
    ]);
  });

  function link(href: string): MessageTree {
    const words: Inline = { type: "text", text: "words" };
    return [{ type: "paragraph", children: [{ type: "link", href, children: [words] }] }];
  }

  interface Drawn {
    readonly type: string;
    readonly props: object;
  }

  /** Every element and text, outermost first. */
  function elements(tree: MessageTree): Drawn[] {
    return flat(drawTree(tree));
  }

  function flat(child: ComponentChildren): Drawn[] {
    if (Array.isArray(child)) return child.flatMap(flat);
    if (child === null || child === undefined || typeof child === "boolean") return [];
    if (typeof child !== "object") return [{ type: String(child), props: {} }];
    const { type, props } = child as VNode<{ children?: ComponentChildren }>;
    const { children, ...rest } = props;
    return [{ type: String(type), props: rest }, ...flat(children)];
  }
});
