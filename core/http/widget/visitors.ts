import type { Request } from "express";
import { DomainError } from "../../domain/errors.ts";
import type { ChatbotId, ConversationId, SessionId } from "../../domain/ids.ts";
import { hashToken } from "../../usecases/start-session.ts";

export interface KnownVisitor {
  readonly sessionId: SessionId;
  readonly conversationId: ConversationId;
}

export interface Sessions {
  find(chatbotId: ChatbotId, tokenHash: Buffer): Promise<KnownVisitor | null>;
  touch(chatbotId: ChatbotId, sessionId: SessionId): Promise<void>;
}

/** A token that was just looked up is not looked up again for so long. */
const freshMs = 60_000;
const mostRemembered = 20_000;

/** Recognises visitors by their token: it is good for one conversation of one chatbot. */
export function createVisitors(sessions: Sessions) {
  const remembered = new Map<string, { visitor: KnownVisitor; until: number }>();

  async function find(chatbotId: ChatbotId, token: string): Promise<KnownVisitor | null> {
    const hash = hashToken(token);
    const key = `${chatbotId} ${hash.toString("base64")}`;
    const known = remembered.get(key);
    if (known && known.until > performance.now()) return known.visitor;
    const visitor = await sessions.find(chatbotId, hash);
    if (!visitor) return null;
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, { visitor, until: performance.now() + freshMs });
    await sessions.touch(chatbotId, visitor.sessionId);
    return visitor;
  }

  return {
    /** null for a browser that comes without a token, or with one that is forgotten. */
    recognise: async (request: Request, chatbotId: ChatbotId): Promise<KnownVisitor | null> => {
      const token = bearer(request);
      return token === null ? null : find(chatbotId, token);
    },

    /** The visitor whose conversation this is; a foreign conversation is as unknown as one that does not exist. */
    async admit(request: Request, chatbotId: ChatbotId, conversationId: string): Promise<KnownVisitor> {
      const token = bearer(request);
      if (token === null) {
        throw new DomainError(
          "visitor_unknown",
          "Send the visitor's token: Authorization: Bearer <token>. POST …/sessions gives one.",
        );
      }
      const visitor = await find(chatbotId, token);
      if (!visitor)
        throw new DomainError(
          "visitor_unknown",
          "This token is not known here, or was forgotten. Start a new session.",
        );
      if (visitor.conversationId === conversationId) return visitor;
      throw new DomainError("conversation_not_found", `There is no conversation ${conversationId} for this token.`);
    },
  };
}

export type Visitors = ReturnType<typeof createVisitors>;

/** The scheme in any letters: RFC 9110 §11.1. */
function bearer(request: Request): string | null {
  const [, token] = /^bearer +([\w-]{20,200})$/i.exec(request.get("authorization") ?? "") ?? [];
  return token ?? null;
}
