import type { Work } from "../../deliveries/work.ts";
import { isOfConversation } from "../../domain/events.ts";
import type { Queries } from "../database.ts";
import { rowId } from "./delivery-id.ts";
import { redrawCopies } from "./redraw-copies.ts";

/**
 * A card was posted or edited, and shows how things stood at `seq`: it is remembered for the next edit, and the
 * cards still waiting behind it that would show no more than that are superseded. Another card of this episode that was
 * known until now (a press told of it while this one was on its way, or another lane posted it) is a copy from here on.
 * False if the lane was lost.
 */
export async function recordCard(
  queries: Queries,
  work: Work,
  ref: string | null,
  seq: number,
  ms: number,
  instance: number,
): Promise<boolean> {
  const { lane, delivery } = work;
  const { event } = delivery;
  if (!isOfConversation(event)) return false;
  const rows = await queries`
    with held as (
      select 1 from lane where chatbot_id = ${lane.chatbotId} and key = ${lane.key} and claims = ${lane.fence} and claimed_by = ${instance}
    ), before as (
      select d.delivery_id, d.ref from delivery d, held
      where d.chatbot_id = ${lane.chatbotId} and d.delivery_id = ${rowId(delivery.id)}
      and d.attempts = ${delivery.attempt} and d.state = 'sending' for update of d
    ), settled as (
      update delivery d set state = 'delivered', ref = coalesce(${ref}, d.ref), settled_at = now(), reason = null, uncertain_since = null,
        reached = true
      from before where d.chatbot_id = ${lane.chatbotId} and d.delivery_id = before.delivery_id
      and d.attempts = ${delivery.attempt} and d.state = 'sending'
      returning d.delivery_id, before.ref as confirmed
    ), logged as (
      insert into attempt (chatbot_id, delivery_id, attempt, ms, outcome)
      select ${lane.chatbotId}::uuid, delivery_id, ${delivery.attempt}::int, ${Math.round(ms)}::int, 'delivered' from settled
    ), remembered as (
      insert into posted (chatbot_id, conversation_id, episode, adapter, account, address, ref)
      select ${lane.chatbotId}::uuid, ${event.conversationId}::uuid, ${event.episode}::int, ${lane.adapter}::text,
        ${lane.account}::text, ${lane.address}::text, ${ref}::text
      from settled where ${ref}::text is not null
      on conflict (chatbot_id, conversation_id, episode, adapter, account, address) do update
      set ref = excluded.ref, replaced = nullif(posted.ref, excluded.ref)
      returning replaced
    ), superseded as (
      update delivery d set state = 'superseded', settled_at = now(), reason = 'An earlier card already shows this.'
      from settled where d.chatbot_id = ${lane.chatbotId} and d.lane = ${lane.key} and d.state = 'pending'
      and d.effect = 'card' and d.episode = ${event.episode} and d.event_seq <= ${seq} and d.delivery_id <> settled.delivery_id
    ), reached as (
      update escalation e set reached_at = now() from settled
      where e.chatbot_id = ${lane.chatbotId} and e.conversation_id = ${event.conversationId}
      and e.episode = ${event.episode} and e.reached_at is null
    ), copies as (
      select s.delivery_id, c.ref from settled s cross join (
        select replaced as ref from remembered union select confirmed from settled) c
      where c.ref <> ${ref}::text
    ), ${redrawCopies(queries, lane.chatbotId)}
    select 1 from settled`;
  return rows.length > 0;
}
