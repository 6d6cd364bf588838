import { failuresThatOpen, probeDelay } from "../../deliveries/circuit.ts";
import type { Unhealthy } from "../../deliveries/outbox-store.ts";
import type { HeldLane, Unwell } from "../../deliveries/work.ts";
import type { Queries, Sql, TransactionSql } from "../database.ts";

export interface Place {
  readonly adapter: string;
  readonly account: string;
  readonly address: string;
}

/** Every destination with something against it, of every chatbot. */
export function readUnwell(queries: Queries) {
  return queries<Unhealthy[]>`
    select d.chatbot_id, d.adapter, d.account, d.address, d.health, d.failures, d.open_until, d.reason,
      e.endpoint_id is not null as held
    from destination d left join webhook_endpoint e
      on d.adapter = 'webhooks' and e.chatbot_id = d.chatbot_id and e.endpoint_id::text = d.address and not e.enabled
    where d.health <> 'ok' or d.failures > 0`;
}

/** Counts a failure; from the tenth in a row on, the circuit opens until the next probe. */
export async function countFailure(sql: Sql, lane: HeldLane, reason: string): Promise<void> {
  const [row] = await sql<{ failures: number; probes: number; health: string }[]>`
    insert into destination as d (chatbot_id, adapter, account, address, failures, reason, failing_since)
    values (${lane.chatbotId}, ${lane.adapter}, ${lane.account}, ${lane.address}, 1, ${reason}, now())
    on conflict (chatbot_id, adapter, account, address) do update set failures = d.failures + 1,
      reason = case when d.health = 'paused' then d.reason else excluded.reason end,
      failing_since = coalesce(d.failing_since, now())
    returning failures, probes, health`;
  if (!row || row.failures < failuresThatOpen || row.health === "paused") return;
  await sql`
    update destination set health = 'open', probes = probes + 1, changed_at = now(),
      open_until = now() + ${probeDelay(row.probes)} * interval '1 millisecond'
    where chatbot_id = ${lane.chatbotId} and adapter = ${lane.adapter} and account = ${lane.account}
    and address = ${lane.address} and health <> 'paused'`;
}

/** It asked to be left alone, which is no failure: everything for it waits until then. */
export async function shut(sql: Sql, lane: HeldLane, reason: string, ms: number): Promise<void> {
  await sql`
    insert into destination as d (chatbot_id, adapter, account, address, health, reason, open_until)
    values (${lane.chatbotId}, ${lane.adapter}, ${lane.account}, ${lane.address}, 'open', ${reason},
      now() + ${ms} * interval '1 millisecond')
    on conflict (chatbot_id, adapter, account, address) do update set health = 'open', reason = excluded.reason,
      open_until = greatest(d.open_until, excluded.open_until), changed_at = now()
    where d.health <> 'paused'`;
}

/** Of all the lanes that wait for an open circuit, one may probe: true for whoever asks first once it is time. */
export async function mayProbe(sql: Sql, lane: HeldLane, openUntil: Date): Promise<boolean> {
  const rows = await sql`
    update destination set open_until = now() + interval '30 seconds'
    where chatbot_id = ${lane.chatbotId} and adapter = ${lane.adapter} and account = ${lane.account}
    and address = ${lane.address} and health = 'open' and open_until <= now()
    and open_until < ${new Date(openUntil.getTime() + 1)} returning 1`;
  return rows.length > 0;
}

/** It answered: whatever waited for it goes on. */
export async function heal(sql: Sql, { chatbotId, adapter, account, address }: HeldLane): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`
      update destination set health = 'ok', failures = 0, probes = 0, open_until = null, reason = null,
        failing_since = null, changed_at = now()
      where chatbot_id = ${chatbotId} and adapter = ${adapter} and account = ${account} and address = ${address}
      and health <> 'paused'`;
    await tx`
      update lane set parked = false, next_at = now()
      where chatbot_id = ${chatbotId} and adapter = ${adapter} and account = ${account} and address = ${address}
      and parked and claimed_by is null`;
  });
}

/**
 * Lets go of a lane until its destination is well. The destination's row is locked first, so that a resumption
 * going on at the same time either sees the parked lane or is seen here.
 */
export async function park(sql: Sql, lane: HeldLane, instance: number): Promise<void> {
  await sql.begin(async (tx) => {
    const [destination] = await tx<Unwell[]>`
      select health, failures, open_until from destination
      where chatbot_id = ${lane.chatbotId} and adapter = ${lane.adapter} and account = ${lane.account}
      and address = ${lane.address} for share`;
    const until =
      destination?.health === "paused"
        ? tx`'infinity'`
        : destination?.health === "open"
          ? tx`${destination.openUntil}`
          : tx`now()`;
    const parked = await tx`
      update lane set claimed_by = null, claimed_at = null, parked = true, next_at = ${until}
      where chatbot_id = ${lane.chatbotId} and key = ${lane.key} and claims = ${lane.fence} and claimed_by = ${instance}
      returning 1`;
    // Lost meanwhile: what is being sent is somebody else's.
    if (parked.length > 0) await uncountAttempt(tx, lane);
  });
}

/** Waiting costs no attempt: the one counted by the claim never went out. */
async function uncountAttempt(tx: TransactionSql, lane: HeldLane): Promise<void> {
  await tx`
    update delivery set state = 'pending', attempts = attempts - 1,
      first_attempt_at = case when attempts = 1 then null else first_attempt_at end
    where chatbot_id = ${lane.chatbotId} and lane = ${lane.key} and state = 'sending'`;
}
