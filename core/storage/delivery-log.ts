import type { DeliveryRecord } from "../queries/delivery-log.ts";
import type { ConversationKey } from "../usecases/ports.ts";
import type { Sql } from "./database.ts";

/** Every delivery of a conversation, in order, with its attempts. */
export function readDeliveryLog(
  sql: Sql,
  { chatbotId, conversationId }: ConversationKey,
): Promise<readonly DeliveryRecord[]> {
  return sql<DeliveryRecord[]>`
    select d.delivery_id, d.adapter, d.account, d.address, d.effect, d.event_type, d.episode, d.state, d.reason, d.ref,
      d.created_at, d.settled_at, d.lane like '% late %' as late,
      coalesce((
        select jsonb_agg(jsonb_build_object('attempt', a.attempt, 'at', a.at, 'ms', a.ms, 'outcome', a.outcome, 'reason', a.reason)
          order by a.attempt)
        from attempt a where a.chatbot_id = d.chatbot_id and a.delivery_id = d.delivery_id), '[]') as attempts
    from delivery d where d.chatbot_id = ${chatbotId} and d.conversation_id = ${conversationId}
    order by d.place, d.delivery_id`;
}
