import type { Said, Turn } from "../../../core/assistant/assistant.ts";
import type { ChatbotId, ConversationId, SessionId } from "../../../core/domain/ids.ts";

export function aTurn(said: readonly (Partial<Said> | string)[] = ["Hello"], over: Partial<Turn> = {}): Turn {
  return {
    chatbot: { id: "00000000-0000-4000-8000-000000000001" as ChatbotId, name: "Shop", systemPrompt: null },
    conversation: {
      id: "00000000-0000-4000-8000-0000000000c1" as ConversationId,
      sessionId: "embed-1" as SessionId,
      page: null,
    },
    messages: said.map((one) => ({
      author: "visitor",
      name: null,
      text: "",
      sentAt: new Date("2026-04-19T10:23:45.120Z"),
      ...(typeof one === "string" ? { text: one } : one),
    })),
    ...over,
  };
}
