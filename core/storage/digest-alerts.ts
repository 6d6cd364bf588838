import type { Plan } from "../deliveries/plan.ts";
import type { Clock } from "../usecases/ports.ts";
import { announce } from "./announce.ts";
import type { Chatbots } from "./chatbots.ts";
import type { Sql } from "./database.ts";
import { findDigests, takeDigest } from "./digests.ts";

/** One alert for all the escalations of a minute that were over the limit. Returns how many minutes were told. */
export async function sendDigests(sql: Sql, chatbots: Chatbots, plan: Plan, now: Clock): Promise<number> {
  const due = await findDigests(sql);
  for (const each of due) {
    const chatbot = await chatbots.now(each.chatbotId);
    if (!chatbot) continue;
    await sql.begin(async (tx) => {
      const digest = await takeDigest(tx, each);
      if (!digest) return;
      const { count, since, until } = digest;
      await announce(tx, chatbot, { type: "chatbot.escalations_digested", count, since, until }, { plan, now });
    });
  }
  return due.length;
}
