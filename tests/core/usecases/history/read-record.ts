import { join } from "node:path";
import type { Conversation } from "../../../../core/domain/conversation.ts";
import type { ConversationEvent, Message } from "../../../../core/index.ts";
import type { ConversationReads } from "../../../../core/queries/conversation-tail.ts";
import { createConversationReads } from "../../../../core/storage/conversation-reads.ts";
import { openServer, type Sql } from "../../../../core/storage/database.ts";
import { openEmbedded } from "../../../../core/storage/embedded/open-embedded.ts";

export interface Recorded {
  readonly conversation: Conversation;
  readonly events: readonly ConversationEvent[];
  readonly messages: readonly Message[];
  /** The rows that lists read, by episode. */
  readonly episodes: readonly { readonly episode: number; readonly status: string; readonly claimedBy: unknown }[];
}

type Key = Parameters<ConversationReads["snapshot"]>[0];

/** Reads what is stored, past the server that stored it. */
export async function openRecords(env: Readonly<Record<string, string | undefined>>) {
  const { sql, close } = await openData(env);
  const reads = createConversationReads(sql);
  return {
    sql,
    close,
    async read(key: Key): Promise<Recorded> {
      const [tail, snapshot] = [await reads.tail(key, 0), await reads.snapshot(key)];
      if (!tail || !snapshot) throw new Error(`There is no conversation ${key.conversationId}.`);
      const episodes = await sql<Recorded["episodes"][number][]>`
        select episode, status, claimed_by from escalation
        where chatbot_id = ${key.chatbotId} and conversation_id = ${key.conversationId} order by episode`;
      return { ...tail, messages: snapshot.messages, episodes };
    },
  };
}

function openData(env: Readonly<Record<string, string | undefined>>): Promise<{ sql: Sql; close(): Promise<void> }> {
  if (env.DATABASE_URL) return openServer(env.DATABASE_URL, 2);
  return openEmbedded(join(env.DATA_DIR ?? "", "pg"), { log() {} });
}
