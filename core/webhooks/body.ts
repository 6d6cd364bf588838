import { assertNever } from "../domain/assert-never.ts";
import type { Conversation } from "../domain/conversation.ts";
import type { ChatbotEvent } from "../domain/events.ts";
import type { Person } from "../domain/people.ts";
import { wireIdOf } from "./event-id.ts";
import type { PublicEvent } from "./event-type.ts";
import { wholeSeconds } from "./moments.ts";

/** What receivers are told of an event, as the conversation stood when it was committed. Frozen: every attempt sends these bytes. */
export function bodyOf(event: PublicEvent, conversation: Conversation): string {
  return JSON.stringify({
    event: event.type,
    id: wireIdOf(event.id),
    chatbot_id: event.chatbotId,
    timestamp: event.occurredAt.toISOString(),
    data: { ...aboutConversation(event, conversation), ...particulars(event, conversation) },
  });
}

function aboutConversation(event: PublicEvent, conversation: Conversation) {
  const { sessionId, lastMessage, messageCount, escalation } = conversation;
  return {
    conversation_id: event.conversationId,
    session_id: sessionId,
    chatbot_id: event.chatbotId,
    escalated_at: escalation && wholeSeconds(escalation.escalatedAt),
    last_message: lastMessage,
    message_count: messageCount,
    episode: event.episode,
    trigger: escalation?.trigger ?? null,
    sequence: event.seq,
  };
}

function particulars(event: PublicEvent, { page, escalation }: Conversation): object {
  switch (event.type) {
    case "conversation.started":
      return { page: page && { url: page.url, title: page.title } };
    case "message.received": {
      const { seq, author, text, sentAt } = event.message;
      return { last_message: text, message: { seq, author, text, sent_at: wholeSeconds(sentAt) } };
    }
    case "conversation.escalated":
      // Of the event itself, which was frozen with it.
      return {
        escalated_at: wholeSeconds(event.escalatedAt),
        last_message: event.lastMessage,
        message_count: event.messageCount,
        trigger: event.trigger,
      };
    case "conversation.claimed":
    case "conversation.reopened":
      return { by: nameAndSurface(event.by) };
    case "conversation.resolved": {
      const resolvedAt = escalation?.status === "resolved" ? escalation.resolvedAt : event.occurredAt;
      return { by: nameAndSurface(event.by), resolved_at: wholeSeconds(resolvedAt) };
    }
    default:
      return assertNever(event);
  }
}

function nameAndSurface({ name, surface }: Person) {
  return { name, surface };
}

/** Looks like an escalation, of a conversation that does not exist. */
export function testBodyOf({ id, chatbotId, occurredAt }: ChatbotEvent): string {
  return JSON.stringify({
    event: "webhook.test",
    id: wireIdOf(id),
    chatbot_id: chatbotId,
    timestamp: occurredAt.toISOString(),
    data: {
      conversation_id: "00000000-0000-4000-8000-000000000000",
      session_id: "embed-test",
      chatbot_id: chatbotId,
      escalated_at: wholeSeconds(occurredAt),
      last_message: "Can I speak to someone?",
      message_count: 7,
      episode: 1,
      trigger: "inline_cta",
      sequence: 9,
      test: true,
    },
  });
}
