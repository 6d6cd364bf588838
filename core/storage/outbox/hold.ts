import type { ChatbotId } from "../../domain/ids.ts";
import type { TransactionSql } from "../database.ts";
import type { Place } from "./health.ts";

/** Pauses one chatbot's destination because its owner wants it so: nobody is told, and nothing that waits ages. */
export async function hold(tx: TransactionSql, chatbotId: ChatbotId, place: Place, reason: string): Promise<void> {
  await tx`
    insert into destination as d (chatbot_id, adapter, account, address, health, reason)
    values (${chatbotId}, ${place.adapter}, ${place.account}, ${place.address}, 'paused', ${reason})
    on conflict (chatbot_id, adapter, account, address)
    do update set health = 'paused', reason = excluded.reason, open_until = null, changed_at = now()`;
}
