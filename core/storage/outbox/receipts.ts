import type { EscalationRef } from "../../adapter.ts";
import type { ChatbotId, ConversationId } from "../../domain/ids.ts";
import type { Sql } from "../database.ts";
import { fromDeliveryId } from "./delivery-id.ts";
import type { Place } from "./health.ts";
import { redrawCopies } from "./redraw-copies.ts";

/** Which episode a posted card belongs to; of any chatbot. */
export async function findPosted(sql: Sql, adapter: string, ref: string): Promise<EscalationRef | null> {
  const [row] = await sql<{ chatbotId: ChatbotId; conversationId: ConversationId; episode: number }[]>`
    select chatbot_id, conversation_id, episode from posted where adapter = ${adapter} and ref = ${ref}`;
  return row ?? null;
}

/** The platform's word that a delivery is where it was meant to be; the first one counts. */
export async function recordArrival(sql: Sql, place: Place, id: string): Promise<void> {
  const found = fromDeliveryId(id);
  if (!found) return;
  await sql`
    update delivery set confirmed_at = now()
    where chatbot_id = ${found.chatbotId} and delivery_id = ${found.uuid} and confirmed_at is null
    and adapter = ${place.adapter} and account = ${place.account} and address = ${place.address}`;
}

interface Received {
  readonly state: string;
  readonly effect: string;
  readonly lane: string;
  readonly conversationId: string | null;
  readonly episode: number | null;
}

/** Its outcome is known: what it posted is not going to be anything else. */
const settled = ["delivered", "superseded", "rejected", "dead"];

/**
 * A platform says that a delivery did arrive. One that waits to be looked for is delivered by that; one in flight
 * remembers it, in case its own answer gets lost. A card that comes to light when another one is known is a copy: it is
 * redrawn to say so. False for what was never sent to this address, or is of another episode.
 */
export async function confirmDelivery(
  sql: Sql,
  place: Place,
  id: string,
  ref: string,
  of: EscalationRef | null,
): Promise<boolean> {
  const found = fromDeliveryId(id);
  if (!found || (of && of.chatbotId !== found.chatbotId)) return false;
  const { chatbotId, uuid } = found;
  return sql.begin(async (tx) => {
    const [row] = await tx<Received[]>`
      update delivery set ref = coalesce(ref, ${ref})
      where chatbot_id = ${chatbotId} and delivery_id = ${uuid}
      and adapter = ${place.adapter} and account = ${place.account} and address = ${place.address}
      ${of ? tx`and conversation_id = ${of.conversationId} and episode = ${of.episode}` : tx``}
      returning state, effect, lane, conversation_id, episode`;
    if (!row) return false;
    if (row.effect === "card" && row.conversationId !== null) {
      await tx`
        insert into posted (chatbot_id, conversation_id, episode, adapter, account, address, ref)
        values (${chatbotId}, ${row.conversationId}, ${row.episode}, ${place.adapter}, ${place.account}, ${place.address}, ${ref})
        on conflict do nothing`;
    }
    if (row.effect === "card" && settled.includes(row.state)) {
      await tx`
        with copies as (
          select ${uuid}::uuid as delivery_id, ${ref}::text as ref from posted p
          where p.chatbot_id = ${chatbotId} and p.conversation_id = ${row.conversationId} and p.episode = ${row.episode}
          and p.adapter = ${place.adapter} and p.account = ${place.account} and p.address = ${place.address}
          and p.ref <> ${ref}
        ), ${redrawCopies(tx, chatbotId)}
        select 1`;
    }
    // Whoever takes it next sees that it is known to have arrived, and moves on at once.
    if (row.state === "pending") {
      await tx`
        update lane set next_at = least(next_at, now())
        where chatbot_id = ${chatbotId} and key = ${row.lane} and claimed_by is null and not parked`;
    }
    return true;
  });
}
