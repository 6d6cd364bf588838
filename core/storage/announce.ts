import type { Plan } from "../deliveries/plan.ts";
import type { Chatbot } from "../domain/chatbot.ts";
import type { ChatbotEvent, ChatbotFact } from "../domain/events.ts";
import type { EventId } from "../domain/ids.ts";
import type { Clock } from "../usecases/ports.ts";
import type { TransactionSql } from "./database.ts";
import { insertChatbotEvent } from "./events.ts";
import { enqueue, nobody } from "./outbox/enqueue.ts";
import { uuidv7 } from "./uuid.ts";

export interface AnnounceParts {
  readonly plan: Plan;
  readonly now: Clock;
}

/** Something happened to a chatbot as a whole: kept, and told wherever it is planned, in the caller's transaction. */
export async function announce(
  tx: TransactionSql,
  chatbot: Chatbot,
  fact: ChatbotFact,
  { plan, now }: AnnounceParts,
): Promise<ChatbotEvent> {
  const event: ChatbotEvent = { ...fact, id: uuidv7() as EventId, chatbotId: chatbot.id, occurredAt: now() };
  await insertChatbotEvent(tx, event);
  await enqueue(tx, [{ event, planned: plan(event, chatbot, null) }], nobody, now());
  return event;
}
