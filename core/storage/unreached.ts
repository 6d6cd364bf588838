import type { ChatbotId, ConversationId } from "../domain/ids.ts";
import type { Queries } from "./database.ts";

export interface Unreached {
  readonly chatbotId: ChatbotId;
  readonly escalationId: string;
  readonly conversationId: ConversationId;
  readonly episode: number;
}

/** Open escalations that no destination confirmed for so long; of every chatbot. Those told by a digest have no delivery of their own. */
export function findUnreached(queries: Queries, afterMs: number) {
  return queries<Unreached[]>`
    select chatbot_id, escalation_id, conversation_id, episode from escalation
    where reached_at is null and unreached_at is null and resolved_at is null and not digested
    and escalated_at < now() - ${afterMs} * interval '1 millisecond' order by escalated_at limit 100`;
}

export async function markUnreached(queries: Queries, { chatbotId, escalationId }: Unreached): Promise<void> {
  await queries`
    update escalation set unreached_at = now() where chatbot_id = ${chatbotId} and escalation_id = ${escalationId}`;
}
