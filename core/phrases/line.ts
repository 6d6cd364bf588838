import type { ConversationEvent } from "../domain/events.ts";
import { placeOf } from "./places.ts";

export type LineEvent = Extract<
  ConversationEvent,
  { type: "conversation.claimed" | "conversation.resolved" | "conversation.reopened" }
>;

/** Who did what, and where, in one line; `name` writes a name as the platform shows it, so that nobody is pinged by it. */
export function sentenceFor(event: LineEvent, name: (name: string) => string): string {
  const who = name(event.by.name);
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
