import type { ChatbotId, ConversationId, SessionId } from "../domain/ids.ts";
import type { NewSession } from "../usecases/ports.ts";
import type { Queries } from "./database.ts";

/** A visitor's token is forgotten after this much silence. */
const idleDays = 30;

export interface Session {
  readonly sessionId: SessionId;
  readonly conversationId: ConversationId;
}

export async function insertSession(queries: Queries, { chatbotId, sessionId, tokenHash, conversationId }: NewSession) {
  await queries`
    insert into session (chatbot_id, session_id, token_hash, conversation_id)
    values (${chatbotId}, ${sessionId}, ${tokenHash}, ${conversationId})`;
}

/** Whose token this is; null for one that was never given out, or not used for 30 days. */
export async function findSession(queries: Queries, chatbotId: ChatbotId, tokenHash: Buffer): Promise<Session | null> {
  const [row] = await queries<Session[]>`
    select session_id, conversation_id from session
    where chatbot_id = ${chatbotId} and token_hash = ${tokenHash} and seen_at > now() - ${idleDays} * interval '1 day'`;
  return row ?? null;
}

export async function touchSession(queries: Queries, chatbotId: ChatbotId, sessionId: SessionId): Promise<void> {
  await queries`update session set seen_at = now() where chatbot_id = ${chatbotId} and session_id = ${sessionId}`;
}
