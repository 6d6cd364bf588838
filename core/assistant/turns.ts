import type { ConversationEvent } from "../domain/events.ts";
import type { MessageTree } from "../domain/message-tree.ts";
import type { Answer, Turn } from "./assistant.ts";

/** What the assistant's work asks of storage. The cause is the delivery's id: the same cause acts once. */
export interface Turns {
  /** null: nothing to answer any more (already answered, claimed by a human, or a newer message of the visitor waits and will be answered instead). */
  take(event: ConversationEvent): Promise<Turn | null>;
  /** Records the answer, and escalates if it asks for it, in one transaction. */
  answered(event: ConversationEvent, answer: DrawnAnswer, cause: string): Promise<void>;
  failed(event: ConversationEvent, reason: string, cause: string): Promise<void>;
}

export type DrawnAnswer = Answer & { readonly tree: MessageTree };
