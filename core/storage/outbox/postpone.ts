import type { Work } from "../../deliveries/work.ts";
import type { Sql, TransactionSql } from "../database.ts";

export interface Postponement {
  readonly outcome: "retry" | "ambiguous" | "refused";
  readonly reason: string;
  readonly ms: number;
  /** Held against the delivery. */
  readonly failed: boolean;
  readonly uncertainSince: Date | null;
  readonly looks: number;
  /** Until the next attempt; "parked": until the destination is well again. */
  readonly wait: { readonly ms: number } | "parked";
  /** It waited too long for the rest: it goes on in a lane of its own. */
  readonly alone: boolean;
}

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
  const apart = to.alone ? `${lane.key} late ${delivery.id}` : lane.key;
  const wait = to.wait === "parked" ? null : to.wait.ms;
  await tx`
    update delivery set state = 'pending', lane = ${apart}, reason = ${to.reason},
      failures = failures + ${to.failed ? 1 : 0}, uncertain_since = ${to.uncertainSince}, looks = ${to.looks}
    where chatbot_id = ${lane.chatbotId} and delivery_id = ${delivery.id} and attempts = ${delivery.attempt}`;
  await tx`
    insert into attempt (chatbot_id, delivery_id, attempt, ms, outcome, reason)
    values (${lane.chatbotId}, ${delivery.id}, ${delivery.attempt}, ${Math.round(to.ms)}, ${to.outcome}, ${to.reason})
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
