/**
 * Assistant and agent Markdown, parsed once on the server into the little that every surface may draw.
 * Links are http, https or mailto; there is no HTML, no image, no attribute.
 */
export type MessageTree = readonly Block[];

export type Block =
  | { readonly type: "paragraph"; readonly children: readonly Inline[] }
  | { readonly type: "heading"; readonly children: readonly Inline[] }
  | { readonly type: "list"; readonly ordered: boolean; readonly start: number; readonly items: readonly MessageTree[] }
  | { readonly type: "quote"; readonly children: MessageTree }
  | { readonly type: "pre"; readonly text: string };

export type Inline =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "code"; readonly text: string }
  | { readonly type: "break" }
  | { readonly type: "strong" | "emphasis" | "strike"; readonly children: readonly Inline[] }
  | { readonly type: "link"; readonly href: string; readonly children: readonly Inline[] };
