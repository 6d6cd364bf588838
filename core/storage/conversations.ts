import type { Conversation } from "../domain/conversation.ts";
import type { ChatbotId, ConversationId } from "../domain/ids.ts";
import type { ConversationKey } from "../usecases/ports.ts";
import { json, type Queries } from "./database.ts";
import { freeze, type StoredEscalation, thaw } from "./escalations.ts";

export interface StoredConversation {
  readonly conversation: Conversation;
  readonly escalation: StoredEscalation | null;
  /** The chatbot's version when this was read. */
  readonly chatbotVersion: number;
}

type Row = Omit<Conversation, "id" | "escalation" | "chatbotId"> & {
  readonly escalation: Parameters<typeof thaw>[0];
  readonly version: number;
};

export async function readConversation(
  queries: Queries,
  key: ConversationKey,
  lock: boolean,
): Promise<StoredConversation | null> {
  const [row] = await queries<Row[]>`
    select c.session_id, c.seq, c.message_count, c.last_message, c.started_at, c.page, c.contact, c.escalation, b.version
    from conversation c join chatbot b on b.chatbot_id = c.chatbot_id
    where c.chatbot_id = ${key.chatbotId} and c.conversation_id = ${key.conversationId}
    ${lock ? queries`for update of c` : queries``}`;
  if (!row) return null;
  const { version, escalation: frozen, ...rest } = row;
  const escalation = thaw(frozen);
  return {
    conversation: {
      ...rest,
      chatbotId: key.chatbotId,
      id: key.conversationId,
      escalation: escalation?.escalation ?? null,
    },
    escalation,
    chatbotVersion: version,
  };
}

export async function insertConversation(queries: Queries, conversation: Conversation): Promise<void> {
  const { chatbotId, id, sessionId, seq, startedAt, page } = conversation;
  await queries`
    insert into conversation (chatbot_id, conversation_id, session_id, seq, started_at, page)
    values (${chatbotId}, ${id}, ${sessionId}, ${seq}, ${startedAt}, ${page && json(queries, page)})`;
}

export async function updateConversation(
  queries: Queries,
  conversation: Conversation,
  escalation: StoredEscalation | null,
) {
  const { chatbotId, id, seq, messageCount, lastMessage } = conversation;
  await queries`
    update conversation set seq = ${seq}, message_count = ${messageCount}, last_message = ${lastMessage},
      escalation = ${escalation && json(queries, freeze(escalation))}
    where chatbot_id = ${chatbotId} and conversation_id = ${id}`;
}

/** True the first time. Two at once: the second waits for the first, and then sees it. */
export async function recordCause(queries: Queries, key: ConversationKey, cause: string): Promise<boolean> {
  const rows = await queries`
    insert into cause (chatbot_id, conversation_id, cause) values (${key.chatbotId}, ${key.conversationId}, ${cause})
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

/** An act on the chatbot as a whole (connecting a channel): kept where its id stands for the conversation's. */
export function recordChatbotCause(queries: Queries, chatbotId: ChatbotId, cause: string): Promise<boolean> {
  return recordCause(queries, { chatbotId, conversationId: chatbotId as string as ConversationId }, cause);
}
