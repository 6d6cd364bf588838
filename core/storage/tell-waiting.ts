import type { Plan, PlannedDelivery } from "../deliveries/plan.ts";
import { isOfConversation } from "../domain/events.ts";
import type { ChatbotId, EventId } from "../domain/ids.ts";
import type { Clock } from "../usecases/ports.ts";
import type { Chatbots } from "./chatbots.ts";
import { readConversation } from "./conversations.ts";
import type { Sql, TransactionSql } from "./database.ts";
import { type EventRow, eventColumns, toEvent } from "./events.ts";
import { enqueue, nobody } from "./outbox/enqueue.ts";

/** More than this a channel is not flooded with. */
const most = 50;

/**
 * Plans once more for visitors who wait and whom nobody was told of: they asked before a channel was connected. What
 * was planned for a destination before is not planned again. Returns how many are told of now.
 */
export async function tellWaiting(
  sql: Sql,
  chatbots: Chatbots,
  plan: Plan,
  chatbotId: ChatbotId,
  now: Clock,
): Promise<number> {
  const chatbot = await chatbots.now(chatbotId);
  if (!chatbot || chatbot.connections.length + chatbot.recipients.length === 0) return 0;
  return sql.begin(async (tx) => {
    const rows = await tx<EventRow[]>`
      select ${eventColumns(tx)} from escalation x
      join event e on e.chatbot_id = x.chatbot_id and e.conversation_id = x.conversation_id and e.seq = x.escalated_seq
      left join message m on m.chatbot_id = e.chatbot_id and m.conversation_id = e.conversation_id and m.seq = e.seq
      where x.chatbot_id = ${chatbotId} and x.reached_at is null and x.resolved_at is null and not x.digested
      order by x.escalated_at desc limit ${most} for update of x`;
    const due = await Promise.all(
      rows.reverse().map(async (row) => {
        const event = toEvent(row);
        const stored = isOfConversation(event) ? await readConversation(tx, event, false) : null;
        const planned = plan(event, chatbot, stored?.conversation ?? null, "surfaces");
        return { event, planned: await untold(tx, event.id, chatbotId, planned) };
      }),
    );
    await enqueue(tx, due, nobody, now());
    return due.filter(({ planned }) => planned.length > 0).length;
  });
}

async function untold(
  tx: TransactionSql,
  eventId: EventId,
  chatbotId: ChatbotId,
  planned: readonly PlannedDelivery[],
): Promise<readonly PlannedDelivery[]> {
  const told = await tx<{ at: string }[]>`
    select adapter || ' ' || account || ' ' || address as at from delivery
    where chatbot_id = ${chatbotId} and event_id = ${eventId}`;
  const known = new Set(told.map(({ at }) => at));
  return planned.filter(
    ({ adapter, destination }) => !known.has(`${adapter} ${destination.account} ${destination.address}`),
  );
}
