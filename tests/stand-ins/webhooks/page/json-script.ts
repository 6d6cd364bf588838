/** What came is drawn as text nodes only. */
export const jsonScript = String.raw`
import { draw } from "./dom.js";

export function prettyJson(value) {
  const text = JSON.stringify(value, null, 2);
  const pieces = [];
  let end = 0;
  for (const found of text.matchAll(/("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)) {
    pieces.push(text.slice(end, found.index));
    const kind = found[2] !== undefined ? "key" : found[1] !== undefined ? "string" : "value";
    pieces.push(draw("span", { class: kind }, found[1] ?? found[0]), found[2] ?? "");
    end = found.index + found[0].length;
  }
  return [...pieces, text.slice(end)];
}
`;
