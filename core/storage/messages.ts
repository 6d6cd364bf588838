import type { Message } from "../domain/message.ts";
import type { ConversationKey } from "../usecases/ports.ts";
import { json, type Queries } from "./database.ts";

export async function insertMessage(queries: Queries, key: ConversationKey, message: Message): Promise<void> {
  await queries`
    insert into message (chatbot_id, conversation_id, seq, author, name, text, tree, follow_ups, client_id, sent_at)
    values (${key.chatbotId}, ${key.conversationId}, ${message.seq}, ${message.author}, ${message.name}, ${message.text},
      ${message.tree === null ? null : json(queries, message.tree)}, ${json(queries, message.followUps)},
      ${message.clientId}, ${message.sentAt})`;
}

export async function setRating(queries: Queries, key: ConversationKey, seq: number): Promise<void> {
  await queries`
    update message set rating = 'up'
    where chatbot_id = ${key.chatbotId} and conversation_id = ${key.conversationId} and seq = ${seq}`;
}

type Row = Omit<Message, "followUps"> & { readonly followUps: readonly string[] };

function columns(queries: Queries) {
  return queries`seq, author, name, text, tree, follow_ups, client_id, rating, sent_at`;
}

/** The newest `limit` messages up to a place in the conversation, oldest first. */
export async function readMessages(
  queries: Queries,
  key: ConversationKey,
  { upTo = 2_147_483_647, limit = 200 }: { upTo?: number; limit?: number } = {},
): Promise<readonly Message[]> {
  const rows = await queries<Row[]>`
    select ${columns(queries)} from message
    where chatbot_id = ${key.chatbotId} and conversation_id = ${key.conversationId} and seq <= ${upTo}
    order by seq desc limit ${limit}`;
  return rows.reverse();
}

export async function readMessage(queries: Queries, key: ConversationKey, seq: number): Promise<Message | null> {
  const [row] = await queries<Row[]>`
    select ${columns(queries)} from message
    where chatbot_id = ${key.chatbotId} and conversation_id = ${key.conversationId} and seq = ${seq}`;
  return row ?? null;
}

export async function readMessageByClientId(
  queries: Queries,
  key: ConversationKey,
  clientId: string,
): Promise<Message | null> {
  const [row] = await queries<Row[]>`
    select ${columns(queries)} from message
    where chatbot_id = ${key.chatbotId} and conversation_id = ${key.conversationId} and client_id = ${clientId}`;
  return row ?? null;
}
