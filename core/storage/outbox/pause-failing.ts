import type { Queries, TransactionSql } from "../database.ts";
import { labelOf, type Paused, type Unlabelled } from "./pause.ts";

/** One message that a receiver chokes on is no reason to give the receiver up. */
const leastMessages = 3;

/** Endpoints that have failed for so long, of every chatbot. */
export function findFailing(queries: Queries, forDays: number) {
  return queries<Unlabelled[]>`
    select chatbot_id, adapter, account, address from destination
    where failing_since < now() - ${forDays} * interval '1 day' and health <> 'paused' and adapter = 'webhooks' and exists (
      select 1 from webhook_endpoint e
      where e.chatbot_id = destination.chatbot_id and e.endpoint_id::text = destination.address)
    order by failing_since limit 100`;
}

/**
 * Pauses an endpoint if nothing at all came through since its first failure, and different messages were tried. null if
 * that is not so, or somebody else was first.
 */
export async function pauseFailing(
  tx: TransactionSql,
  { chatbotId, adapter, account, address }: Unlabelled,
  forDays: number,
): Promise<(Paused & { readonly reason: string }) | null> {
  const [row] = await tx<{ reason: string }[]>`
    update destination x set health = 'paused', open_until = null, changed_at = now(),
      reason = 'Every attempt failed for ' || ${forDays}::int || ' days; the last one: ' || coalesce(x.reason, 'no answer')
    where x.chatbot_id = ${chatbotId} and x.adapter = ${adapter} and x.account = ${account} and x.address = ${address}
    and x.health <> 'paused' and x.failing_since < now() - ${forDays} * interval '1 day'
    and ${leastMessages} <= (
      select count(distinct d.event_id) from delivery d
      where d.chatbot_id = ${chatbotId} and d.adapter = ${adapter} and d.address = ${address}
      and d.attempted_at >= x.failing_since and (d.failures > 0 or d.state = 'dead'))
    and not exists (
      select 1 from delivery d where d.chatbot_id = ${chatbotId} and d.adapter = ${adapter} and d.address = ${address}
      and d.state = 'delivered' and d.settled_at >= x.failing_since)
    returning x.reason`;
  if (!row) return null;
  const place = { chatbotId, adapter, account, address };
  return { ...place, reason: row.reason, label: (await labelOf(tx, place)) ?? place.address };
}
