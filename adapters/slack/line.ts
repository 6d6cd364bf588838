import type { ConversationEvent, Person } from "../../core/index.ts";
import type { Rendered } from "./card.ts";
import { placeOf } from "./surfaces.ts";
import { cutEscaped, oneLine } from "./text.ts";

export type LineEvent = Extract<
  ConversationEvent,
  { type: "conversation.claimed" | "conversation.resolved" | "conversation.reopened" }
>;

/** Who did what, and where: plain names, so that nobody is pinged by it. */
export function line(event: LineEvent): Rendered {
  const text = sentence(event);
  return { text, blocks: [{ type: "context", elements: [{ type: "mrkdwn", text, verbatim: true }] }] };
}

function sentence(event: LineEvent): string {
  const who = `*${nameOf(event.by)}*`;
  switch (event.type) {
    case "conversation.claimed":
      return `🙋 ${who} is on it (claimed in ${placeOf(event.by)})`;
    case "conversation.resolved":
      return `✅ ${who} resolved this in ${placeOf(event.by)}`;
    case "conversation.reopened":
      return event.by.surface === "widget"
        ? "🔁 Reopened by the visitor's new message"
        : `🔁 ${who} reopened this in ${placeOf(event.by)}`;
  }
}

function nameOf(person: Person): string {
  return cutEscaped(oneLine(person.name).replaceAll("*", "∗") || "Somebody", 80);
}
