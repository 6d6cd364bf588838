import type { Sql, TransactionSql } from "../database.ts";

export interface Resumption {
  readonly adapter: string;
  /** null: every account of the adapter. */
  readonly account: string | null;
  /** null: every address of the account. */
  readonly address: string | null;
}

/**
 * Ends the pause of destinations: each open episode gets a card that shows how things stand; episodes that were
 * resolved before they ever had a card there are let be. What waited starts its schedule anew: nothing ages while its
 * destination is paused. Returns how many lanes go on.
 */
export async function resume(sql: Sql, resumption: Resumption): Promise<number> {
  return sql.begin((tx) => resumeWithin(tx, resumption));
}

export async function resumeWithin(tx: TransactionSql, { adapter, account, address }: Resumption): Promise<number> {
  const at = (table: "lane" | "destination") =>
    tx`${tx(table)}.adapter = ${adapter}
      ${account === null ? tx`` : tx`and ${tx(table)}.account = ${account}`}
      ${address === null ? tx`` : tx`and ${tx(table)}.address = ${address}`}`;
  const woken = await tx`
    update destination set health = 'ok', failures = 0, probes = 0, open_until = null, reason = null,
      failing_since = null, changed_at = now()
    where ${at("destination")} and health <> 'ok' returning 1`;
  // Who resumes one address means also what waits there for its next try, though nothing was wrong with the address.
  if (woken.length === 0 && address === null) return 0;
  await tx`
    update delivery d set state = 'superseded', settled_at = now(), reason = 'Resolved before it could be posted here.'
    from lane, conversation c
    where ${at("lane")} and lane.parked and d.chatbot_id = lane.chatbot_id and d.lane = lane.key and d.state = 'pending'
    and d.body is null and c.chatbot_id = d.chatbot_id and c.conversation_id = d.conversation_id
    and (d.episode < (c.escalation->>'episode')::int or c.escalation->>'status' = 'resolved')
    and not exists (
      select 1 from posted p where p.chatbot_id = d.chatbot_id and p.conversation_id = d.conversation_id
      and p.episode = d.episode and p.adapter = d.adapter and p.account = d.account and p.address = d.address)`;
  await tx`
    update delivery d set first_attempt_at = null, failures = 0 from lane
    where ${at("lane")} and lane.parked and lane.claimed_by is null
    and d.chatbot_id = lane.chatbot_id and d.lane = lane.key and d.state = 'pending' and d.failures > 0`;
  // What is in doubt is looked for in its own time, unless a repeat of it does no harm.
  const orWaiting =
    address === null
      ? tx``
      : tx`or next_at > now() and not exists (
          select 1 from delivery d where d.chatbot_id = lane.chatbot_id and d.lane = lane.key
          and d.state = 'pending' and d.uncertain_since is not null and d.adapter <> 'webhooks')`;
  const lanes = await tx`
    update lane set parked = false, next_at = now()
    where ${at("lane")} and claimed_by is null and (parked ${orWaiting}) returning 1`;
  return lanes.length;
}
