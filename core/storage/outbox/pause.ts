import type { ChatbotId } from "../../domain/ids.ts";
import type { TransactionSql } from "../database.ts";
import type { Place } from "./health.ts";

/** An owner is not told the same again within a day. */
const tellAgainAfterHours = 24;

export interface Paused extends Place {
  readonly chatbotId: ChatbotId;
  readonly label: string;
}

/**
 * Marks a broken destination as paused: one address, or everything of its account. Returns those whose owner has
 * not been told yet.
 */
export async function pause(
  tx: TransactionSql,
  { adapter, account, address }: Place,
  scope: "address" | "account",
  reason: string,
): Promise<readonly Paused[]> {
  const where = scope === "account" ? tx`` : tx`and address = ${address}`;
  await tx`
    insert into destination (chatbot_id, adapter, account, address)
    select chatbot_id, adapter, account, address from connection
    where adapter = ${adapter} and account = ${account} ${where}
    on conflict do nothing`;
  const paused = await tx<(Place & { chatbotId: ChatbotId; untold: boolean })[]>`
    update destination set health = 'paused', reason = ${reason}, open_until = null, changed_at = now()
    where adapter = ${adapter} and account = ${account} ${where}
    returning chatbot_id, adapter, account, address,
      told_at is null or told_at < now() - ${tellAgainAfterHours} * interval '1 hour' as untold`;
  const untold = paused.filter((each) => each.untold);
  return Promise.all(untold.map(async (each) => ({ ...each, label: await labelOf(tx, each) })));
}

async function labelOf(tx: TransactionSql, each: Place & { chatbotId: ChatbotId }): Promise<string> {
  await tx`
    update destination set told_at = now() where chatbot_id = ${each.chatbotId} and adapter = ${each.adapter}
    and account = ${each.account} and address = ${each.address}`;
  const [row] = await tx<{ label: string }[]>`
    select label from connection where chatbot_id = ${each.chatbotId} and adapter = ${each.adapter}
    and account = ${each.account} and address = ${each.address}`;
  return row?.label ?? each.address;
}
