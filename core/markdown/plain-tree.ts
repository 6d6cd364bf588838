import type { Inline, MessageTree } from "../domain/message-tree.ts";

/** Text as it is: a paragraph for each group of lines, every line kept. */
export function plainTree(text: string): MessageTree {
  return text
    .replace(/\r\n?/g, "\n")
    .split(/\n(?:[ \t]*\n)+/)
    .map((group) => group.replace(/^\n+|\n+$/g, ""))
    .filter((group) => group.trim() !== "")
    .map((group) => ({ type: "paragraph", children: lines(group) }));
}

/** In a chat every line that was written is a line that is read. */
export function lines(text: string): readonly Inline[] {
  return text.split(/\r\n|\r|\n/).flatMap<Inline>((line, index) => {
    const drawn: Inline[] = line === "" ? [] : [{ type: "text", text: line }];
    return index === 0 ? drawn : [{ type: "break" }, ...drawn];
  });
}
