import { createHash, randomBytes } from "node:crypto";
import type { Page } from "../domain/conversation.ts";
import type { ChatbotId, ConversationId, SessionId } from "../domain/ids.ts";
import type { Clock, ConversationKey, Conversations } from "./ports.ts";

export interface StartedSession extends ConversationKey {
  readonly sessionId: SessionId;
  /** Shown once; only its hash is kept. */
  readonly token: string;
}

/** Opens a conversation for a visitor who has none, and makes the token that is good for it alone. */
export function createStartSession(conversations: Conversations, now: Clock, newId: () => string) {
  return async (chatbotId: ChatbotId, page: Page | null): Promise<StartedSession> => {
    const token = randomBytes(32).toString("base64url");
    const session = {
      chatbotId,
      conversationId: newId() as ConversationId,
      sessionId: `embed-${randomBytes(12).toString("hex")}` as SessionId,
    };
    await conversations.start({ ...session, tokenHash: hashToken(token), page, at: now() });
    return { ...session, token };
  };
}

export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
