import type { Sql } from "postgres";

export interface StoredEvent {
  readonly conversationId: string;
  readonly seq: number;
  readonly type: string;
  readonly episode: number;
  readonly by: { readonly externalId: string; readonly surface: string } | null;
  /** Of an assistant's answer: the message it answers. */
  readonly answers: number | null;
  readonly text: string | null;
  readonly clientId: string | null;
}

export interface StoredConversation {
  readonly conversationId: string;
  /** Where its chatbot's escalations go, by adapter. */
  readonly channels: Readonly<Record<string, string>> | null;
  readonly seq: number;
  readonly escalation: {
    readonly status: "open" | "resolved";
    readonly episode: number;
    readonly claimedBy: { readonly externalId: string } | null;
  } | null;
}

export interface StoredDelivery {
  /** As adapters know it. */
  readonly id: string;
  readonly conversationId: string;
  /** As receivers know the event that it is of. */
  readonly event: string;
  readonly adapter: string;
  /** Its place on the platform. */
  readonly address: string;
  readonly seq: number;
  readonly type: string;
  readonly episode: number;
  readonly effect: "card" | "line" | "message";
  readonly state: string;
  readonly attempts: number;
  /** Of the attempts, those of which it is known whether they arrived. */
  readonly known: number;
  readonly reason: string | null;
  /** What it posted or edited, as its adapter calls it. */
  readonly ref: string | null;
  /** The card of its episode at its destination, by the same kind of name. */
  readonly card: string | null;
}

/** Everything that the database has in the end, read as plain tables: none of Deskbell's own code is trusted here. */
export async function readDatabase(sql: Sql) {
  const conversations = await sql<StoredConversation[]>`
    select conversation_id as "conversationId", seq, escalation, (
      select json_object_agg(adapter, address) from (
        select adapter, address from connection n where n.chatbot_id = c.chatbot_id
        union all select 'email', lower(settings->'recipients'->>0) from chatbot b where b.chatbot_id = c.chatbot_id
        union all select 'webhooks', endpoint_id::text from webhook_endpoint w where w.chatbot_id = c.chatbot_id
      ) as places) as channels
    from conversation c`;
  const events = await sql<StoredEvent[]>`
    select e.conversation_id as "conversationId", e.seq, e.type, e.episode, e.data->'by' as by,
      (e.data->>'answers')::int as answers, m.text, m.client_id as "clientId"
    from event e left join message m using (chatbot_id, conversation_id, seq) order by e.conversation_id, e.seq`;
  const deliveries = await sql<StoredDelivery[]>`
    select d.chatbot_id || '.' || delivery_id as id, conversation_id as "conversationId", adapter, event_seq as seq,
      'evt_' || replace(event_id::text, '-', '') as event, address, event_type as type, episode, effect, state, attempts, reason, d.ref, p.ref as card, (
        select count(*)::int from attempt a
        where a.chatbot_id = d.chatbot_id and a.delivery_id = d.delivery_id and a.outcome <> 'ambiguous') as known
    from delivery d left join posted p using (chatbot_id, conversation_id, episode, adapter, account, address)
    where conversation_id is not null order by conversation_id, place`;
  const attempts = await sql<{ adapter: string; outcome: string; count: number }[]>`
    select adapter, outcome, count(*)::int as count from attempt join delivery using (chatbot_id, delivery_id)
    group by adapter, outcome order by adapter, count desc`;
  return { conversations, events, deliveries, attempts };
}

export type DatabaseTruth = Awaited<ReturnType<typeof readDatabase>>;

/** What became of one conversation's deliveries, try by try: to understand a finding. */
export async function readStory(sql: Sql, conversationId: string): Promise<readonly string[]> {
  const rows = await sql<{ line: string }[]>`
    select format('%s seq %s %s %s: %s after %s attempts [%s] %s (delivery %s)', d.adapter, d.event_seq, d.event_type, d.effect,
      d.state, d.attempts, (
        select string_agg(format('%s %s %s %s', to_char(a.at, 'HH24:MI:SS.MS'), a.attempt, a.outcome, a.reason), '; ' order by a.attempt)
        from attempt a where a.chatbot_id = d.chatbot_id and a.delivery_id = d.delivery_id),
      d.reason, d.delivery_id) as line
    from delivery d where d.conversation_id = ${conversationId} order by d.adapter, d.place`;
  return rows.map(({ line }) => line);
}
