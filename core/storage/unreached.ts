import type { Unshown } from "../domain/events.ts";
import type { ChatbotId, ConversationId } from "../domain/ids.ts";
import type { Queries } from "./database.ts";

export interface Unreached {
  readonly chatbotId: ChatbotId;
  readonly escalationId: string;
  readonly conversationId: ConversationId;
  readonly episode: number;
  readonly because: readonly Unshown[];
}

/** Open escalations that no destination confirmed for so long; of every chatbot. Those told by a digest have no delivery of their own. */
export function findUnreached(queries: Queries, afterMs: number) {
  return queries<Unreached[]>`
    select chatbot_id, escalation_id, conversation_id, episode, coalesce((
      select jsonb_agg(jsonb_build_object('adapter', d.adapter, 'label', coalesce(c.label, d.adapter), 'reason', d.reason)
        order by d.place)
      from delivery d left join connection c on c.chatbot_id = d.chatbot_id
        and c.adapter = d.adapter and c.account = d.account and c.address = d.address
      where d.chatbot_id = e.chatbot_id and d.conversation_id = e.conversation_id and d.episode = e.episode
      and d.event_type = 'conversation.escalated' and d.state not in ('delivered', 'superseded') and d.reason is not null
      and d.adapter <> 'webhooks'
      ), '[]') as because
    from escalation e
    where reached_at is null and unreached_at is null and resolved_at is null and not digested
    and escalated_at < now() - ${afterMs} * interval '1 millisecond' order by escalated_at limit 100`;
}

export async function markUnreached(queries: Queries, { chatbotId, escalationId }: Unreached): Promise<void> {
  await queries`
    update escalation set unreached_at = now() where chatbot_id = ${chatbotId} and escalation_id = ${escalationId}`;
}
