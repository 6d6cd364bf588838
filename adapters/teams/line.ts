import { cutText, type LineEvent, oneLine, sentenceFor } from "../../core/index.ts";
import type { Sent } from "./connector.ts";

/** Who did what, and where. */
export function line(event: LineEvent): Sent {
  const text = sentenceFor(event, (name) => cutText(oneLine(name), 80) || "Somebody");
  return { type: "message", textFormat: "plain", text, summary: text };
}
