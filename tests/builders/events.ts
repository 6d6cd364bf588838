import type { ChatbotFact, ConversationFact } from "../../core/domain/events.ts";
import type { ConversationEvent, EventId, Message, SessionId } from "../../core/index.ts";
import { firstChatbotId } from "./chatbots.ts";
import { aConversationId, anAgent, escalatedAt } from "./notices.ts";

type Where = Partial<Pick<ConversationEvent, "episode" | "seq" | "conversationId" | "chatbotId" | "occurredAt">>;

export function aConversationEvent<Fact extends ConversationFact>(fact: Fact, where: Where = {}) {
  return {
    id: "evt-1" as EventId,
    chatbotId: firstChatbotId,
    conversationId: aConversationId,
    seq: 5,
    episode: 1,
    occurredAt: escalatedAt,
    ...where,
    ...fact,
  };
}

export function aChatbotEvent<Fact extends ChatbotFact>(fact: Fact) {
  return { id: "evt-2" as EventId, chatbotId: firstChatbotId, occurredAt: escalatedAt, ...fact };
}

export function anEscalatedEvent({ digested = false, ...where }: Where & { digested?: boolean } = {}) {
  return aConversationEvent(
    {
      type: "conversation.escalated",
      sessionId: "embed-1f2e3d4c5b6a" as SessionId,
      escalatedAt,
      trigger: "inline_cta",
      lastMessage: "Can I speak to someone about my order?",
      messageCount: 3,
      digested,
    },
    where,
  );
}

export function aClaimedEvent(by = anAgent(), where: Where = {}) {
  return aConversationEvent({ type: "conversation.claimed", by }, where);
}

export function aResolvedEvent(by = anAgent(), where: Where = {}) {
  return aConversationEvent({ type: "conversation.resolved", by }, where);
}

export function aMessage(with_: Partial<Message> = {}): Message {
  return {
    seq: 6,
    author: "visitor",
    name: null,
    text: "Are you still there?",
    tree: null,
    sentAt: escalatedAt,
    clientId: "c-1",
    followUps: [],
    rating: null,
    ...with_,
  };
}

export function aReceivedEvent(message: Partial<Message> = {}, where: Where = {}) {
  return aConversationEvent({ type: "message.received", message: aMessage(message) }, where);
}

export function anAnsweredEvent(message: Partial<Message> = {}, where: Where = {}) {
  return aConversationEvent(
    { type: "message.answered", message: aMessage({ author: "assistant", clientId: null, ...message }), answers: 5 },
    where,
  );
}
