import { assertNever } from "../domain/assert-never.ts";
import type { DeskEvent } from "../domain/events.ts";

/**
 * Events of a conversation that endpoints may subscribe to; they go by the same name outside. The rest is our own:
 * that an assistant answered or failed, a rating, and everything about a chatbot as a whole.
 */
export type PublicEvent = Extract<
  DeskEvent,
  {
    readonly type:
      | "conversation.started"
      | "message.received"
      | "conversation.escalated"
      | "conversation.claimed"
      | "conversation.resolved"
      | "conversation.reopened";
  }
>;

export function isPublicEvent(event: DeskEvent): event is PublicEvent {
  switch (event.type) {
    case "conversation.started":
    case "message.received":
    case "conversation.escalated":
    case "conversation.claimed":
    case "conversation.resolved":
    case "conversation.reopened":
      return true;
    case "message.answered":
    case "message.rated":
    case "assistant.failed":
    case "conversation.unreached":
    case "chatbot.escalations_digested":
    case "chatbot.destination_paused":
    case "chatbot.recipient_silenced":
    case "chatbot.endpoint_tested":
      return false;
    default:
      return assertNever(event);
  }
}
