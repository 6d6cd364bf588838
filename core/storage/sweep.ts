import type { Sql } from "./database.ts";

/** Settled deliveries with their attempts, and the ids of acts, are kept for so long. */
const keepDays = 30;

/** How long the same Idempotency-Key gets the same answer. */
export const keepAnswersHours = 72;

/** Forgets what nobody asks for any more: a queue's size, not its throughput, is what slows it down. */
export async function sweep(sql: Sql): Promise<void> {
  // Acts on a chatbot as a whole are few, and are not forgotten: a channel must not connect itself again.
  await sql`delete from cause where conversation_id <> chatbot_id and at < now() - ${keepDays} * interval '1 day'`;
  await giveUpWaiting(sql);
  // An attempt that was in flight when its endpoint was removed counted its failure afterwards.
  await sql`
    delete from destination x where x.adapter = 'webhooks' and not exists (
      select 1 from webhook_endpoint e where e.chatbot_id = x.chatbot_id and e.endpoint_id::text = x.address)`;
  await sql`delete from idempotency where at < now() - ${keepAnswersHours} * interval '1 hour'`;
  await sql`
    delete from attempt a using delivery d where a.chatbot_id = d.chatbot_id and a.delivery_id = d.delivery_id
    and d.settled_at < now() - ${keepDays} * interval '1 day'`;
  await sql`delete from delivery where settled_at < now() - ${keepDays} * interval '1 day'`;
  await sql`delete from takeover where at < now() - ${keepDays} * interval '1 day'`;
}

/**
 * What has waited for so long for an endpoint that nobody resumed or enabled is given up, so that it does not pile up
 * for ever. Not what waits for people: a channel that is mended hears of who still waits.
 */
async function giveUpWaiting(sql: Sql): Promise<void> {
  await sql`
    update delivery d set state = 'dead', settled_at = now(),
      reason = 'Given up: for ' || ${keepDays}::int || ' days nothing could be sent, because the endpoint was paused or disabled.'
    from destination x
    where x.adapter = 'webhooks' and x.health = 'paused' and d.chatbot_id = x.chatbot_id and d.adapter = x.adapter
    and d.account = x.account and d.address = x.address and d.state = 'pending'
    and greatest(d.created_at, d.attempted_at) < now() - ${keepDays} * interval '1 day'`;
  // Emptied lanes are for workers to take away.
  await sql`
    update lane l set parked = false, next_at = now()
    where l.adapter = 'webhooks' and l.parked and l.claimed_by is null and not exists (
      select 1 from delivery d
      where d.chatbot_id = l.chatbot_id and d.lane = l.key and d.state in ('pending', 'sending'))`;
}
