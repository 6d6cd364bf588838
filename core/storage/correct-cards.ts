import { type DeskEvent, isOfConversation } from "../domain/events.ts";
import type { ChatbotId } from "../domain/ids.ts";
import type { Clock } from "../usecases/ports.ts";
import type { Sql } from "./database.ts";
import { type EventRow, eventColumns, toEvent } from "./events.ts";
import { enqueue, nobody } from "./outbox/enqueue.ts";
import type { Place } from "./outbox/health.ts";

/** More than this a channel is not edited at once; what is older nobody looks at any more. */
const most = 50;
const sinceDays = 7;

/** Cards that stand where a channel was disconnected for a while: those that missed something show how things stand now. */
export async function correctCards(sql: Sql, chatbotId: ChatbotId, place: Place, now: Clock): Promise<void> {
  const { adapter, account, address } = place;
  await sql.begin(async (tx) => {
    const rows = await tx<EventRow[]>`
      with newest as (
        select distinct on (p.conversation_id, p.episode) e.* from posted p
        join event e on e.chatbot_id = p.chatbot_id and e.conversation_id = p.conversation_id and e.episode = p.episode
        where p.chatbot_id = ${chatbotId} and p.adapter = ${adapter} and p.account = ${account} and p.address = ${address}
        and p.posted_at > now() - ${sinceDays} * interval '1 day'
        and e.type in ('conversation.escalated', 'conversation.claimed', 'conversation.resolved', 'conversation.reopened')
        order by p.conversation_id, p.episode, e.seq desc
      )
      select ${eventColumns(tx)} from newest e
      left join message m on m.chatbot_id = e.chatbot_id and m.conversation_id = e.conversation_id and m.seq = e.seq
      where not exists (
        select 1 from delivery d where d.chatbot_id = e.chatbot_id and d.conversation_id = e.conversation_id
        and d.event_id = e.event_id and d.adapter = ${adapter} and d.account = ${account} and d.address = ${address})
      order by e.occurred_at desc limit ${most}`;
    const card = { adapter, destination: { account, address }, effect: "card" } as const;
    const events: DeskEvent[] = rows.map(toEvent).filter(isOfConversation);
    await enqueue(
      tx,
      events.map((event) => ({ event, planned: [card] })),
      nobody,
      now(),
    );
  });
}
