import type { Plan } from "../deliveries/plan.ts";
import type { ChatbotEvent } from "../domain/events.ts";
import type { EventId } from "../domain/ids.ts";
import type { Clock } from "../usecases/ports.ts";
import type { Chatbots } from "./chatbots.ts";
import type { Sql } from "./database.ts";
import { findDigests, takeDigest } from "./digests.ts";
import { insertChatbotEvent } from "./events.ts";
import { enqueue } from "./outbox/enqueue.ts";
import { nobody } from "./outbox/outbox.ts";
import { uuidv7 } from "./uuid.ts";

/** One alert for all the escalations of a minute that were over the limit. Returns how many minutes were told. */
export async function sendDigests(sql: Sql, chatbots: Chatbots, plan: Plan, now: Clock): Promise<number> {
  const due = await findDigests(sql);
  for (const each of due) {
    const chatbot = await chatbots.now(each.chatbotId);
    if (!chatbot) continue;
    await sql.begin(async (tx) => {
      const digest = await takeDigest(tx, each);
      if (!digest) return;
      const { chatbotId, count, since, until } = digest;
      const event: ChatbotEvent = {
        type: "chatbot.escalations_digested",
        id: uuidv7() as EventId,
        chatbotId,
        occurredAt: now(),
        count,
        since,
        until,
      };
      await insertChatbotEvent(tx, event);
      await enqueue(tx, [{ event, planned: plan(event, chatbot, null) }], nobody, now());
    });
  }
  return due.length;
}
