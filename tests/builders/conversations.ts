import type { Conversation } from "../../core/domain/conversation.ts";
import type { SessionId } from "../../core/index.ts";
import { firstChatbotId } from "./chatbots.ts";
import { aConversationId } from "./notices.ts";

/** Just begun, unless told otherwise. */
export function aConversation(with_: Partial<Conversation> = {}): Conversation {
  return {
    chatbotId: firstChatbotId,
    id: aConversationId,
    sessionId: "embed-1f2e3d4c5b6a" as SessionId,
    seq: 4,
    messageCount: 3,
    lastMessage: "Can I speak to someone about my order?",
    startedAt: new Date("2026-04-19T10:20:00Z"),
    page: null,
    contact: null,
    escalation: null,
    ...with_,
  };
}
