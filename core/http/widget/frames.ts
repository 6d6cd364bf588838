import type { Conversation } from "../../domain/conversation.ts";
import type { ConversationEvent } from "../../domain/events.ts";
import type { WidgetFrame } from "../widget-protocol.ts";
import { viewMessage, viewStatus } from "./views.ts";

/** What a visitor's open widget is told about an event; null for what is none of theirs. The status is always the present one. */
export function toFrame(event: ConversationEvent, standing: Conversation): WidgetFrame | null {
  switch (event.type) {
    case "message.received":
    case "message.answered":
      return { event: "message", data: viewMessage(event.message) };
    case "message.rated":
      return { event: "rating", data: { seq: event.ratedSeq, rating: event.rating } };
    case "assistant.failed":
      return { event: "assistant_failed", data: { message_seq: event.messageSeq } };
    case "conversation.escalated":
    case "conversation.claimed":
    case "conversation.resolved":
    case "conversation.reopened":
      return { event: "status", data: viewStatus(standing) };
    case "conversation.started":
    case "conversation.unreached":
      return null;
  }
}

export function spell({ event, data }: WidgetFrame, id: number | null): string {
  return `${id === null ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
