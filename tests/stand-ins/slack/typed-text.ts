import type { Block } from "./message.ts";

/** What Slack makes of a line typed by a person: text in its escaped mrkdwn, and the same as rich_text. */
export function typedText(line: string): { text: string; blocks: Block[] } {
  const pieces = line.split(/(https?:\/\/[^\s<>]+|:[a-z0-9_+-]+:|<@[UW][A-Z0-9]+>)/);
  const elements = pieces.filter((piece) => piece !== "").map(elementFor);
  const text = elements.map(asMrkdwn).join("");
  return { text, blocks: [{ type: "rich_text", elements: [{ type: "rich_text_section", elements }] }] };
}

type Element =
  | { type: "text"; text: string }
  | { type: "link"; url: string }
  | { type: "user"; user_id: string }
  | { type: "emoji"; name: string; unicode: string };

function elementFor(piece: string): Element {
  const emoji = /^:(.+):$/.exec(piece)?.[1];
  const unicode = emoji === undefined ? undefined : emojis[emoji];
  if (emoji !== undefined && unicode !== undefined) return { type: "emoji", name: emoji, unicode };
  if (/^https?:/.test(piece)) return { type: "link", url: piece };
  const user = /^<@(.+)>$/.exec(piece)?.[1];
  return user === undefined ? { type: "text", text: piece } : { type: "user", user_id: user };
}

function asMrkdwn(element: Element): string {
  switch (element.type) {
    case "text":
      return escaped(element.text);
    case "link":
      return `<${escaped(element.url)}>`;
    case "user":
      return `<@${element.user_id}>`;
    case "emoji":
      return `:${element.name}:`;
  }
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const emojis: Record<string, string> = {
  "+1": "1f44d",
  eyes: "1f440",
  heart: "2764-fe0f",
  pray: "1f64f",
  rocket: "1f680",
  smile: "1f604",
  tada: "1f389",
  wave: "1f44b",
  white_check_mark: "2705",
};
