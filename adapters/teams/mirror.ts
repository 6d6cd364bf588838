import { cutText, type Message, oneLine, treeToText } from "../../core/index.ts";
import type { Sent } from "./connector.ts";

const speakers = { visitor: "💬 Visitor", assistant: "🤖 Assistant", agent: "🙋 Agent" } as const;

/** Far below what Teams refuses; messages end at 8,000 characters anyway. */
const most = 20_000;

/** What was said on the website, for the thread. As plain text: what was typed is what is shown. */
export function mirror({ author, name, text, tree }: Message): Sent {
  const speaker = name ? `🙋 ${cutText(oneLine(name), 80)}` : speakers[author];
  const said = cutText(tree ? treeToText(tree) : text, most);
  return {
    type: "message",
    textFormat: "plain",
    text: `${speaker}: ${said}`,
    summary: cutText(`${speaker}: ${oneLine(said)}`, 300),
  };
}
