import type { Claimed, DueLane } from "../../deliveries/outbox-store.ts";
import type { ChatbotId } from "../../domain/ids.ts";
import type { Queries } from "../database.ts";
import { type TakenRow, takenRows, toWork } from "./to-work.ts";

/** Lanes whose time has come, oldest first; of every chatbot, without a lock. `full`: destinations that have enough in hand. */
export function findDue(queries: Queries, adapters: readonly string[], full: readonly string[], limit: number) {
  return queries<DueLane[]>`
    select chatbot_id, key, claims, adapter, account, address from lane
    where claimed_by is null and next_at <= now() and adapter = any(${adapters as string[]})
    and adapter || ' ' || account || ' ' || address <> all(${full as string[]})
    order by next_at limit ${limit}`;
}

/**
 * Takes lanes of one chatbot that nobody claimed since they were seen, and counts an attempt at the first delivery of
 * each. A delivery still marked as being sent was in flight when its worker died: it is uncertain since then, and
 * comes first, also before what was replayed into a place ahead of it.
 */
export async function claimLanes(
  queries: Queries,
  chatbotId: ChatbotId,
  due: readonly DueLane[],
  instance: number,
  now: Date,
): Promise<Claimed> {
  const rows = await queries<(TakenRow | { key: string; fence: number; deliveryId: null })[]>`
    with seen as (
      select * from unnest(${due.map((lane) => lane.key)}::text[], ${due.map((lane) => lane.claims)}::int[]) as s(key, claims)
    ), claimed as (
      update lane l set claimed_by = ${instance}, claimed_at = now(), claims = l.claims + 1, parked = false
      from seen s where l.chatbot_id = ${chatbotId} and l.key = s.key and l.claims = s.claims and l.claimed_by is null
      returning l.key, l.claims as fence
    ), upcoming as (
      select c.key, c.fence, u.delivery_id from claimed c cross join lateral (
        select d.delivery_id from delivery d
        where d.chatbot_id = ${chatbotId} and d.lane = c.key and d.state in ('pending', 'sending')
        order by d.state = 'pending', d.place limit 1) u
    ), taken as (
      update delivery d set state = 'sending', attempts = d.attempts + 1, attempted_at = ${now},
        first_attempt_at = coalesce(d.first_attempt_at, ${now}),
        uncertain_since = case when d.state = 'sending' then coalesce(d.uncertain_since, d.attempted_at) else d.uncertain_since end
      from upcoming u where d.chatbot_id = ${chatbotId} and d.delivery_id = u.delivery_id
      returning u.key, u.fence, d.*
    ), work as materialized (${takenRows(queries, chatbotId)})
    select w.*, c.key, c.fence from claimed c left join work w on w.key = c.key`;
  const lanes = new Map(due.map((lane) => [lane.key, lane]));
  return {
    work: rows.flatMap((row) => (row.deliveryId === null ? [] : [toWork(row)])),
    empty: rows.flatMap((row) => {
      const lane = lanes.get(row.key);
      return row.deliveryId === null && lane ? [{ ...lane, fence: row.fence }] : [];
    }),
  };
}
