/** What the use cases ask of storage. */
import type { Change } from "../domain/change.ts";
import type { Chatbot } from "../domain/chatbot.ts";
import type { Conversation, Page } from "../domain/conversation.ts";
import type { ConversationEvent } from "../domain/events.ts";
import type { ChatbotId, ConversationId, SessionId } from "../domain/ids.ts";

export type Clock = () => Date;

export interface ConversationKey {
  readonly chatbotId: ChatbotId;
  readonly conversationId: ConversationId;
}

/** What a decision may look at, all of it under the conversation's lock. */
export interface Standing {
  readonly conversation: Conversation;
  readonly chatbot: Chatbot;
  /** This very act was already taken in. */
  readonly seen: boolean;
  /** Escalations of this chatbot in the last 60 seconds; counted only when asked for, and only up to the limit. */
  readonly recentEscalations: number;
}

export interface Changed {
  readonly before: Conversation;
  readonly conversation: Conversation;
  readonly events: readonly ConversationEvent[];
  readonly seen: boolean;
}

export interface ChangeRequest {
  /** The platform's or browser's own id of the act; null where it cannot come twice. */
  readonly cause: string | null;
  /** Count the chatbot's recent escalations, up to this many. */
  readonly countEscalations?: number;
}

export interface Conversations {
  /**
   * Locks the conversation, decides, and saves state, events and their planned deliveries in one transaction.
   * Resolves after the commit. Throws conversation_not_found.
   */
  change(key: ConversationKey, request: ChangeRequest, decide: (standing: Standing) => Change): Promise<Changed>;
  /** A visitor's new stay: session and conversation, with its first event. */
  start(session: NewSession): Promise<void>;
}

export interface NewSession extends ConversationKey {
  readonly sessionId: SessionId;
  /** SHA-256 of the visitor's token; the token itself is never stored. */
  readonly tokenHash: Buffer;
  readonly page: Page | null;
  readonly at: Date;
}
