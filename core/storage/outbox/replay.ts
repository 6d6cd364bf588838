import type { ChatbotId, EndpointId } from "../../domain/ids.ts";
import type { ReplayRange } from "../../usecases/delivery-store.ts";
import type { TransactionSql } from "../database.ts";
import { newFence } from "./enqueue.ts";

/** Over and done with, so that it can be sent again. */
const over = ["delivered", "rejected", "dead"];

/** An endpoint's deliveries of a time, in the order in which they were made. */
export async function findToReplay(
  tx: TransactionSql,
  chatbotId: ChatbotId,
  id: EndpointId,
  { since, until, which, after }: ReplayRange,
  most: number,
): Promise<readonly string[]> {
  const states = which === "all" ? over : over.filter((state) => state !== "delivered");
  const rows = await tx<{ deliveryId: string }[]>`
    select delivery_id from delivery
    where chatbot_id = ${chatbotId} and adapter = 'webhooks' and address = ${id} and state = any(${states})
    and created_at >= ${since} and created_at < ${until}
    ${after === null ? tx`` : tx`and delivery_id > ${after}`}
    order by delivery_id limit ${most}`;
  return rows.map(({ deliveryId }) => deliveryId);
}

/**
 * Puts deliveries that are over back into their lanes, at the places they had: before what still waits there, and in
 * order among themselves. The same rows, so that their attempts count on; the schedule starts anew. Returns how many.
 *
 * The lanes are locked first, as by an enqueue: one that is being emptied by its worker is then kept, or made again.
 */
export async function replay(tx: TransactionSql, chatbotId: ChatbotId, deliveries: readonly string[]): Promise<number> {
  const lanes = await tx<{ key: string; adapter: string; account: string; address: string }[]>`
    select distinct ${laneOf(tx)} as key, adapter, account, address from delivery
    where chatbot_id = ${chatbotId} and delivery_id = any(${deliveries as string[]}::uuid[]) and state = any(${over})
    order by key`;
  if (lanes.length === 0) return 0;
  const rows = lanes.map((lane) => ({ chatbot_id: chatbotId, ...lane, claims: newFence() }));
  await tx`
    insert into lane ${tx(rows)} on conflict (chatbot_id, key) do update set pushes = lane.pushes + 1,
      next_at = case when lane.parked then lane.next_at else least(lane.next_at, now()) end`;
  const back = await tx`
    update delivery set state = 'pending', lane = ${laneOf(tx)}, failures = 0, looks = 0, first_attempt_at = null,
      uncertain_since = null, reason = null, ref = null, confirmed_at = null, settled_at = null
    where chatbot_id = ${chatbotId} and delivery_id = any(${deliveries as string[]}::uuid[]) and state = any(${over})
    returning 1`;
  return back.length;
}

/** The lane that it was planned into, also of one that went on alone; as in enqueue. */
function laneOf(tx: TransactionSql) {
  return tx`coalesce(conversation_id::text, 'chatbot') || ' ' || adapter || ' ' || account || ' ' || address`;
}
