import type { MessageTree } from "./message-tree.ts";

export type Author = "visitor" | "assistant" | "agent";

/** One utterance. Its `seq` is its place in the conversation, shared with the conversation's events. */
export interface Message {
  readonly seq: number;
  readonly author: Author;
  /** The agent's name; null for visitor and assistant. */
  readonly name: string | null;
  /** What was written, as plain text; Markdown for the assistant. */
  readonly text: string;
  /** Drawn form of assistant and agent text; null for visitors, whose text is always plain. */
  readonly tree: MessageTree | null;
  readonly sentAt: Date;
  /** The browser's own id of a visitor's message: a retry of it is the same message. */
  readonly clientId: string | null;
  readonly followUps: readonly string[];
  readonly rating: "up" | null;
}
