import type { Page } from "./conversation.ts";
import type { Escalation } from "./escalation.ts";
import type { ChatbotId, ConversationId, SessionId } from "./ids.ts";
import type { Author } from "./message.ts";
import type { Contact } from "./people.ts";

/** Everything a human needs to see about an escalation, now. */
export interface EscalationNotice {
  readonly chatbot: { readonly id: ChatbotId; readonly name: string };
  readonly conversationId: ConversationId;
  readonly sessionId: SessionId;
  /** Short name that people can say: the same on every surface. */
  readonly reference: string;
  readonly escalation: Escalation;
  /** What the visitor had asked last when the escalation was made; "" if nothing. */
  readonly question: string;
  /** The last messages before the escalation, oldest first, plain text. */
  readonly excerpt: readonly { readonly author: Author; readonly name: string | null; readonly text: string }[];
  readonly messageCount: number;
  readonly page: Page | null;
  readonly contact: Contact | null;
  /** Deep link to the transcript; it asks for sign-in. */
  readonly transcriptUrl: string;
  /** How things stood at this number of the conversation's sequence… */
  readonly seq: number;
  /** …and at this time. */
  readonly asOf: Date;
}
