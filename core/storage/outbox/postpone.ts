import type { Postponement } from "../../deliveries/outbox-store.ts";
import type { Work } from "../../deliveries/work.ts";
import type { Sql, TransactionSql } from "../database.ts";
import { rowId } from "./delivery-id.ts";

/** Puts a delivery back for later and lets go of its lane. False if the lane was lost meanwhile: nothing is written. */
export async function postpone(sql: Sql, work: Work, to: Postponement, instance: number): Promise<boolean> {
  return sql.begin((tx) => postponeWithin(tx, work, to, instance));
}

export async function postponeWithin(
  tx: TransactionSql,
  work: Work,
  to: Postponement,
  instance: number,
): Promise<boolean> {
  const { lane, delivery } = work;
  const held = await tx`
    select 1 from lane where chatbot_id = ${lane.chatbotId} and key = ${lane.key}
    and claims = ${lane.fence} and claimed_by = ${instance} for update`;
  if (held.length === 0) return false;
  const apart = to.alone ? `${lane.key} late ${rowId(delivery.id)}` : lane.key;
  const wait = to.wait === "parked" ? null : to.wait;
  await tx`
    update delivery set state = 'pending', lane = ${apart}, reason = ${to.reason},
      failures = failures + ${to.failed ? 1 : 0}, uncertain_since = ${to.uncertainSince}, looks = ${to.looks}
    where chatbot_id = ${lane.chatbotId} and delivery_id = ${rowId(delivery.id)} and attempts = ${delivery.attempt}`;
  await tx`
    insert into attempt (chatbot_id, delivery_id, attempt, ms, outcome, reason)
    values (${lane.chatbotId}, ${rowId(delivery.id)}, ${delivery.attempt}, ${Math.round(to.ms)}, ${to.outcome}, ${to.reason})
    on conflict do nothing`;
  if (to.alone) {
    await tx`
      insert into lane (chatbot_id, key, adapter, account, address, next_at)
      values (${lane.chatbotId}, ${apart}, ${lane.adapter}, ${lane.account}, ${lane.address}, now() + ${wait ?? 0} * interval '1 millisecond')`;
  }
  const next = to.alone ? tx`now()` : wait === null ? tx`'infinity'` : tx`now() + ${wait} * interval '1 millisecond'`;
  await tx`
    update lane set claimed_by = null, claimed_at = null, next_at = ${next}, parked = ${wait === null}
    where chatbot_id = ${lane.chatbotId} and key = ${lane.key}`;
  return true;
}
