import { startRole } from "../role.ts";
import { chatbotKind, numberedId, openClient } from "../visitors.ts";

interface Amount {
  readonly lanes: number;
  readonly perLane: number;
}

/** As an outage leaves it: conversations with an event for each delivery, all pending, and a due lane for each. */
export async function fillLanes(
  url: string,
  { lanes, perLane, chatbots }: Amount & { chatbots: number },
): Promise<void> {
  const sql = openClient(url, 1);
  const bots = Array.from({ length: chatbots }, (_, index) => numberedId(chatbotKind, index));
  const bot = sql`(${bots}::uuid[])[1 + l % ${chatbots}]`;
  const conversation = sql`('01980000-0000-7000-8000-' || lpad(to_hex(l), 12, '0'))::uuid`;
  const id = sql`('01980001-0000-7000-8000-' || lpad(to_hex(n * 1000 + l), 12, '0'))::uuid`;
  const all = sql`generate_series(2, ${perLane + 1}::int) n, generate_series(1, ${lanes}::int) l`;
  try {
    await sql`truncate chatbot, conversation, event, message, lane, delivery, attempt, destination, escalation cascade`;
    await sql`insert into chatbot (chatbot_id, name) select id, 'Bench' from unnest(${bots}::uuid[]) as b(id)`;
    await sql`
      insert into conversation (chatbot_id, conversation_id, session_id, seq, started_at)
      select ${bot}, ${conversation}, 'embed-' || l, ${perLane + 1}, now() from generate_series(1, ${lanes}::int) l`;
    await sql`
      insert into event (chatbot_id, conversation_id, seq, event_id, type, episode, occurred_at, data)
      select ${bot}, ${conversation}, n, ${id}, 'message.rated', 0, now(), '{"rating": "up"}' from ${all}`;
    await sql`
      insert into lane (chatbot_id, key, adapter, account, address)
      select ${bot}, ${conversation} || ' bench a b', 'bench', 'a', 'b' from generate_series(1, ${lanes}::int) l`;
    await sql`
      insert into delivery (chatbot_id, delivery_id, lane, place, adapter, account, address, effect, body, event_id,
        event_type, conversation_id, event_seq, episode)
      select ${bot}, ${id}, ${conversation} || ' bench a b', n * 16, 'bench', 'a', 'b', 'message', '{}', ${id},
        'message.rated', ${conversation}, n, 0 from ${all}`;
    await sql`vacuum analyze`;
    await sql`checkpoint`;
  } finally {
    await sql.end();
  }
}

/** The same amount as jobs, in the order in which they would have been added. */
export async function fillGraphile(
  url: string,
  peer: string,
  { lanes, perLane, ordered }: Amount & { ordered: boolean },
): Promise<void> {
  const migrated = await startRole("graphile", { databaseUrl: url, peer, total: 0, concurrency: 1, ordered });
  await migrated.stop();
  const sql = openClient(url, 1);
  try {
    await sql`truncate graphile_worker._private_jobs, graphile_worker._private_job_queues`;
    await sql`
      select count(graphile_worker.add_job('bench', json_build_object('lane', l, 'n', n),
        queue_name => case when ${ordered} then 'lane ' || l end))
      from (select n, l from generate_series(1, ${perLane}::int) n, generate_series(1, ${lanes}::int) l order by n, l) all_of_them`;
    await sql`vacuum analyze`;
    await sql`checkpoint`;
  } finally {
    await sql.end();
  }
}
