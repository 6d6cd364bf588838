import type { ChatbotId } from "../../domain/ids.ts";
import type { TransactionSql } from "../database.ts";
import type { Place } from "./health.ts";

/**
 * A destination is no more: what waits for it is over, and its lanes are let go, so that workers find them empty. Lanes
 * in hand are left to their workers, who ask the adapter before each delivery.
 */
export async function dropWaiting(
  tx: TransactionSql,
  chatbotId: ChatbotId,
  { adapter, account, address }: Place,
  reason: string,
): Promise<void> {
  await tx`
    delete from destination where chatbot_id = ${chatbotId} and adapter = ${adapter} and account = ${account}
    and address = ${address}`;
  const lanes = await tx<{ key: string }[]>`
    update lane set parked = false, next_at = now() where chatbot_id = ${chatbotId} and adapter = ${adapter}
    and account = ${account} and address = ${address} and claimed_by is null returning key`;
  await tx`
    update delivery set state = 'rejected', reason = ${reason}, settled_at = now(), uncertain_since = null
    where chatbot_id = ${chatbotId} and lane = any(${lanes.map(({ key }) => key)}::text[]) and state = 'pending'`;
}
