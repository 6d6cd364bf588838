import { type LineEvent, oneLine, sentenceFor } from "../../core/index.ts";
import type { Rendered } from "./card.ts";
import { cutEscaped } from "./text.ts";

/** Who did what, and where: plain names, so that nobody is pinged by it. */
export function line(event: LineEvent): Rendered {
  const text = sentenceFor(event, (name) => `*${cutEscaped(oneLine(name).replaceAll("*", "∗") || "Somebody", 80)}*`);
  return { text, blocks: [{ type: "context", elements: [{ type: "mrkdwn", text, verbatim: true }] }] };
}
