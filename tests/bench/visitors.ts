import type { Sql } from "postgres";
import postgres from "postgres";
import { clientOptions } from "../../core/storage/client-options.ts";
import { migrate } from "../../core/storage/migrate.ts";
import { hashToken } from "../../core/usecases/start-session.ts";

export interface Visitor {
  readonly chatbotId: string;
  readonly conversationId: string;
  readonly token: string;
}

/** Numbered ids that grow like UUIDv7, so that a pgbench script can make them as well. */
export function numberedId(kind: string, number: number): string {
  return `${kind.padEnd(8, "0")}-0000-7000-8000-${number.toString(16).padStart(12, "0")}`;
}

export const chatbotKind = "0c";
export const conversationKind = "0198";

/** Gives a database our schema. */
export async function bringUp(url: string): Promise<void> {
  const sql = openClient(url, 1);
  await migrate(sql);
  await sql.end();
}

export function openClient(url: string, max = 10): Sql {
  return postgres(url, { ...clientOptions, max, max_lifetime: null });
}

/**
 * Visitors with a session and a fresh conversation each, spread evenly over chatbots, as if each had just opened
 * the widget: numbers from `first` on, chatbots numbered from `firstChatbot` on.
 */
export async function makeVisitors(
  sql: Sql,
  { first, count, firstChatbot, chatbots }: { first: number; count: number; firstChatbot: number; chatbots: number },
): Promise<Visitor[]> {
  const bots = Array.from({ length: chatbots }, (_, index) => numberedId(chatbotKind, firstChatbot + index));
  const visitors = Array.from({ length: count }, (_, index) => ({
    chatbotId: bots[(first + index) % chatbots] ?? "",
    conversationId: numberedId(conversationKind, first + index),
    token: `benchmark-token-number-${first + index}`,
  }));
  const chatbotIds = visitors.map((visitor) => visitor.chatbotId);
  const ids = visitors.map((visitor) => visitor.conversationId);
  const hashes = visitors.map((visitor) => hashToken(visitor.token).toString("hex"));
  await sql`insert into chatbot (chatbot_id, name) select id, 'Bench' from unnest(${bots}::uuid[]) as b(id) on conflict do nothing`;
  await sql`
    insert into conversation (chatbot_id, conversation_id, session_id, seq, started_at)
    select b, c, 'embed-' || c, 1, now() from unnest(${chatbotIds}::uuid[], ${ids}::uuid[]) as v(b, c)`;
  await sql`
    insert into session (chatbot_id, session_id, token_hash, conversation_id)
    select b, 'embed-' || c, decode(h, 'hex'), c
    from unnest(${chatbotIds}::uuid[], ${ids}::uuid[], ${hashes}::text[]) as v(b, c, h)`;
  await sql`
    insert into event (chatbot_id, conversation_id, seq, event_id, type, episode, occurred_at, data)
    select b, c, 1, c, 'conversation.started', 0, now(), jsonb_build_object('sessionId', 'embed-' || c)
    from unnest(${chatbotIds}::uuid[], ${ids}::uuid[]) as v(b, c)`;
  return visitors;
}
