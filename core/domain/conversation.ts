import type { Escalation } from "./escalation.ts";
import type { ChatbotId, ConversationId, SessionId } from "./ids.ts";
import type { Contact } from "./people.ts";

export interface Page {
  readonly url: string;
  readonly title: string;
}

/** A conversation as the rules see it: where it stands, not what was said. */
export interface Conversation {
  readonly chatbotId: ChatbotId;
  readonly id: ConversationId;
  readonly sessionId: SessionId;
  /** The last number given out; messages and events share one gapless sequence. */
  readonly seq: number;
  /** Messages of visitor, assistant and agents; no notes, no system lines. */
  readonly messageCount: number;
  /** The visitor's newest text, "" if none. */
  readonly lastMessage: string;
  readonly startedAt: Date;
  readonly page: Page | null;
  readonly contact: Contact | null;
  /** The latest episode; null until somebody asked for a human. */
  readonly escalation: Escalation | null;
}
