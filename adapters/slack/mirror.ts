import type { types } from "@slack/bolt";
import { cutText, type Message, oneLine } from "../../core/index.ts";
import { type Rendered, roomForBlocks } from "./card.ts";
import { richText } from "./rich-text.ts";
import { cutEscaped } from "./text.ts";

const speakers = { visitor: "💬 Visitor", assistant: "🤖 Assistant", agent: "🙋 Agent" } as const;

/** What was said on the website, for the thread. rich_text is never parsed: what was typed is what is shown. */
export function mirror(message: Message): Rendered {
  const speaker = message.name ? `🙋 ${cutText(oneLine(message.name), 80)}` : speakers[message.author];
  const heading: types.RichTextSection = {
    type: "rich_text_section",
    elements: [{ type: "text", text: speaker, style: { bold: true } }],
  };
  const drawn = message.tree ? richText(message.tree) : [];
  const drafts = [
    ...(drawn.length > 0 ? [drawn] : []),
    ...[7500, 5000, 2500, 1000].map((most) => [quoted(cutText(message.text, most))]),
  ].map((said): types.RichTextBlock => ({ type: "rich_text", elements: [heading, ...said] }));
  const fitting = drafts.find((block) => JSON.stringify(block).length < roomForBlocks - 10);
  return {
    text: `${cutEscaped(speaker, 200)}: ${cutEscaped(message.text, 2500)}`,
    blocks: fitting ? [fitting] : [],
  };
}

function quoted(text: string): types.RichTextQuote {
  return { type: "rich_text_quote", elements: [{ type: "text", text: text || " " }] };
}
