import type { ChatbotId } from "../domain/ids.ts";
import type { DeliveryFilter, DeliveryRecord } from "../queries/delivery-log.ts";
import type { ConversationKey } from "../usecases/ports.ts";
import type { Queries, Sql } from "./database.ts";

/** Every delivery of a conversation, in order, with its attempts. */
export function readDeliveryLog(
  sql: Sql,
  { chatbotId, conversationId }: ConversationKey,
): Promise<readonly DeliveryRecord[]> {
  return sql<DeliveryRecord[]>`
    select ${recordColumns(sql)}
    from delivery d where d.chatbot_id = ${chatbotId} and d.conversation_id = ${conversationId}
    order by d.place, d.delivery_id`;
}

/** A chatbot's deliveries, newest first. What the assistant does is no delivery to anybody. */
export function listDeliveries(
  sql: Sql,
  chatbotId: ChatbotId,
  { endpoint, states, before }: DeliveryFilter,
  most: number,
): Promise<readonly DeliveryRecord[]> {
  return sql<DeliveryRecord[]>`
    select ${recordColumns(sql)}
    from delivery d where d.chatbot_id = ${chatbotId} and d.adapter <> 'assistant'
    ${endpoint === null ? sql`` : sql`and d.adapter = 'webhooks' and d.address = ${endpoint}`}
    ${states === null ? sql`` : sql`and d.state = any(${states as string[]})`}
    ${before === null ? sql`` : sql`and d.delivery_id < ${before}`}
    order by d.delivery_id desc limit ${most}`;
}

export async function readDelivery(sql: Sql, chatbotId: ChatbotId, id: string): Promise<DeliveryRecord | null> {
  const [row] = await sql<DeliveryRecord[]>`
    select ${recordColumns(sql)}
    from delivery d where d.chatbot_id = ${chatbotId} and d.delivery_id = ${id} and d.adapter <> 'assistant'`;
  return row ?? null;
}

function recordColumns(queries: Queries) {
  return queries`
    d.delivery_id, d.adapter, d.account, d.address, d.effect, d.event_id, d.event_type, d.conversation_id, d.episode,
    d.state, d.reason, d.ref, d.created_at, d.settled_at, d.confirmed_at, d.lane like '% late %' as late,
    coalesce((
      select jsonb_agg(jsonb_build_object('attempt', a.attempt, 'at', a.at, 'ms', a.ms, 'outcome', a.outcome, 'reason', a.reason)
        order by a.attempt)
      from attempt a where a.chatbot_id = d.chatbot_id and a.delivery_id = d.delivery_id), '[]') as attempts`;
}
