import type { Sql } from "./database.ts";

/** Settled deliveries with their attempts, and the ids of acts, are kept for so long. */
const keepDays = 30;

/** Forgets what nobody asks for any more: a queue's size, not its throughput, is what slows it down. */
export async function sweep(sql: Sql): Promise<void> {
  // Acts on a chatbot as a whole are few, and are not forgotten: a channel must not connect itself again.
  await sql`delete from cause where conversation_id <> chatbot_id and at < now() - ${keepDays} * interval '1 day'`;
  await sql`
    delete from attempt a using delivery d where a.chatbot_id = d.chatbot_id and a.delivery_id = d.delivery_id
    and d.settled_at < now() - ${keepDays} * interval '1 day'`;
  await sql`delete from delivery where settled_at < now() - ${keepDays} * interval '1 day'`;
  await sql`delete from takeover where at < now() - ${keepDays} * interval '1 day'`;
}
