import type { Advance, Advanced } from "../../deliveries/outbox-store.ts";
import type { ChatbotId } from "../../domain/ids.ts";
import type { Queries } from "../database.ts";
import { rowId } from "./delivery-id.ts";
import { type TakenRow, takenRows, toWork } from "./to-work.ts";

/**
 * Settles deliveries of many lanes of one chatbot, logs their attempts and takes the next of each lane, in one
 * statement: one durable commit for the whole batch. A lane with nothing left is deleted, unless something was
 * enqueued since this statement's snapshot: then `pushes` has changed, and the lane comes back as "again".
 */
export async function settleAndAdvance(
  queries: Queries,
  chatbotId: ChatbotId,
  batch: readonly Advance[],
  instance: number,
  now: Date,
): Promise<ReadonlyMap<Advance, Advanced>> {
  const rows = await queries<(TakenRow | { key: string; deliveryId: null; emptied: boolean })[]>`
    with outcome as (
      select * from unnest(
        ${batch.map(({ lane }) => lane.key)}::text[], ${batch.map(({ lane }) => lane.fence)}::int[],
        ${batch.map(({ settled }) => (settled ? rowId(settled.work.delivery.id) : null))}::uuid[],
        ${batch.map(({ settled }) => settled?.work.delivery.attempt ?? null)}::int[],
        ${batch.map(({ settled }) => settled?.state ?? null)}::text[],
        ${batch.map(({ settled }) => settled?.reason ?? null)}::text[],
        ${batch.map(({ settled }) => settled?.ref ?? null)}::text[],
        ${batch.map(({ settled }) => (settled ? Math.round(settled.ms) : null))}::int[],
        ${batch.map(({ settled }) => (settled?.reached ? 1 : 0))}::int[]
      ) as o(key, fence, delivery_id, attempt, state, reason, ref, ms, reached)
    ), held as (
      select o.*, l.pushes from outcome o
      join lane l on l.chatbot_id = ${chatbotId} and l.key = o.key and l.claims = o.fence and l.claimed_by = ${instance}
      order by o.key
    ), settled as (
      update delivery d set state = h.state, reason = h.reason, ref = coalesce(h.ref, d.ref), settled_at = now(),
        uncertain_since = null, reached = h.reached = 1
      from held h
      where d.chatbot_id = ${chatbotId} and d.delivery_id = h.delivery_id and d.attempts = h.attempt and d.state = 'sending'
      returning d.delivery_id, d.conversation_id, d.episode, d.event_type, d.reached, h.state, h.attempt, h.reason, h.ms
    ), logged as (
      insert into attempt (chatbot_id, delivery_id, attempt, ms, outcome, reason)
      select ${chatbotId}::uuid, delivery_id, attempt, ms, state, reason from settled
    ), reached as (
      update escalation e set reached_at = now() from settled s
      where s.event_type = 'conversation.escalated' and s.reached
      and e.chatbot_id = ${chatbotId} and e.conversation_id = s.conversation_id and e.episode = s.episode and e.reached_at is null
    ), upcoming as (
      select h.key, h.fence, u.delivery_id from held h cross join lateral (
        select d.delivery_id from delivery d
        where d.chatbot_id = ${chatbotId} and d.lane = h.key and d.state in ('pending', 'sending')
        and d.delivery_id is distinct from h.delivery_id
        order by d.place limit 1) u
    ), taken as (
      update delivery d set state = 'sending', attempts = d.attempts + 1, attempted_at = ${now},
        first_attempt_at = coalesce(d.first_attempt_at, ${now})
      from upcoming u where d.chatbot_id = ${chatbotId} and d.delivery_id = u.delivery_id
      returning u.key, u.fence, d.*
    ), emptied as (
      delete from lane l using held h
      where l.chatbot_id = ${chatbotId} and l.key = h.key and l.claims = h.fence and l.pushes = h.pushes
      and not exists (select 1 from upcoming u where u.key = h.key)
      returning l.key
    ), work as materialized (${takenRows(queries, chatbotId)})
    select w.*, h.key, x.key is not null as emptied
    from held h left join work w on w.key = h.key left join emptied x on x.key = h.key`;
  const byLane = new Map(rows.map((row) => [row.key, toAdvanced(row)]));
  return new Map(batch.map((each) => [each, byLane.get(each.lane.key) ?? "lost"]));
}

function toAdvanced(row: TakenRow | { deliveryId: null; emptied: boolean }): Advanced {
  if (row.deliveryId !== null) return toWork(row);
  return row.emptied ? "done" : "again";
}
