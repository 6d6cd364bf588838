import type { Page } from "../domain/conversation.ts";
import type { ChatbotId, ConversationId, SessionId } from "../domain/ids.ts";
import type { Author } from "../domain/message.ts";

/** The customer's AI. Rejects with an AssistantFailure, or with the signal's reason. */
export interface Assistant {
  answer(turn: Turn, signal: AbortSignal): Promise<Answer>;
}

export interface Turn {
  readonly chatbot: { readonly id: ChatbotId; readonly name: string; readonly systemPrompt: string | null };
  readonly conversation: {
    readonly id: ConversationId;
    readonly sessionId: SessionId;
    readonly page: Page | null;
  };
  /** Oldest first; the newest 50. */
  readonly messages: readonly Said[];
}

export interface Said {
  readonly author: Author;
  readonly name: string | null;
  readonly text: string;
  readonly sentAt: Date;
}

export interface Answer {
  /** Markdown; "" only where the answer is to escalate. */
  readonly reply: string;
  readonly followUps: readonly string[];
  readonly escalate: { readonly reason: string } | null;
}
