import type { Agent, ConversationId, Escalation, EscalationNotice, SessionId } from "../../core/index.ts";
import { firstChatbotId } from "./chatbots.ts";

export const aConversationId = "11111111-1111-4111-8111-111111111111" as ConversationId;
export const escalatedAt = new Date("2026-04-19T10:23:45.120Z");

export function anAgent(with_: Partial<Agent> = {}): Agent {
  return { name: "Ana", surface: "dashboard", externalId: "member-ana", ...with_ };
}

export function anOpenEscalation(with_: Partial<Extract<Escalation, { status: "open" }>> = {}): Escalation {
  return {
    status: "open",
    episode: 1,
    escalatedAt,
    trigger: "inline_cta",
    claimedBy: null,
    digested: false,
    ...with_,
  };
}

export function aResolvedEscalation(with_: Partial<Extract<Escalation, { status: "resolved" }>> = {}): Escalation {
  return {
    status: "resolved",
    episode: 1,
    escalatedAt,
    trigger: "inline_cta",
    claimedBy: null,
    digested: false,
    resolvedAt: new Date("2026-04-19T10:31:00Z"),
    resolvedBy: anAgent({ name: "Ben", surface: "slack", externalId: "T0STANDIN1:U0BEN00001" }),
    ...with_,
  };
}

export function aNotice(with_: Partial<EscalationNotice> = {}): EscalationNotice {
  return {
    chatbot: { id: firstChatbotId, name: "Acme Shop" },
    conversationId: aConversationId,
    sessionId: "embed-1f2e3d4c5b6a" as SessionId,
    reference: "#K7QM",
    escalation: anOpenEscalation(),
    question: "Can I speak to someone about my order?",
    excerpt: [
      { author: "visitor", name: null, text: "Where is my order 1042?" },
      { author: "assistant", name: null, text: "It was shipped on Monday." },
      { author: "visitor", name: null, text: "Can I speak to someone about my order?" },
    ],
    messageCount: 3,
    page: { url: "https://shop.example/orders/1042?tab=a&b=1", title: "Order 1042" },
    contact: { name: "Ada Lovelace", email: "ada@example.com" },
    transcriptUrl: `https://desk.example/dashboard/chatbots/${firstChatbotId}/human-support?conv=${aConversationId}`,
    seq: 5,
    asOf: new Date("2026-04-19T10:23:46Z"),
    ...with_,
  };
}
