import type { Conversation } from "../domain/conversation.ts";
import type { ConversationEvent } from "../domain/events.ts";
import type { Message } from "../domain/message.ts";
import type { ConversationKey } from "../usecases/ports.ts";

/** What has come since a place in the conversation, and how it stands now. */
export interface Tail {
  readonly conversation: Conversation;
  readonly events: readonly ConversationEvent[];
}

/** All that a visitor sees on coming back. */
export interface Snapshot {
  readonly conversation: Conversation;
  readonly messages: readonly Message[];
  /** The assistant is to answer, and has not yet. */
  readonly answering: boolean;
  /** The visitor's message that it could not answer, if nothing was said since. */
  readonly assistantFailed: number | null;
}

/** The reads that follow a conversation. */
export interface ConversationReads {
  tail(key: ConversationKey, after: number): Promise<Tail | null>;
  snapshot(key: ConversationKey): Promise<Snapshot | null>;
  message(key: ConversationKey, seq: number): Promise<Message | null>;
  messageByClientId(key: ConversationKey, clientId: string): Promise<Message | null>;
  /** Of these conversations of one chatbot, how far each has come. */
  heads(chatbotId: ConversationKey["chatbotId"], ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
