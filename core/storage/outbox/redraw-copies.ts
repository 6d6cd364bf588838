import type { ChatbotId } from "../../domain/ids.ts";
import type { Queries } from "../database.ts";
import { uuidv7 } from "../uuid.ts";

/** A statement that finds more of them finds the wrong ones. */
const mostCopies = 2;

/**
 * The end of a `with` that has `copies (delivery_id, ref)`: cards of an episode where another one is the card now, and
 * the deliveries that posted them. Each is redrawn by a delivery of its own, in a lane of its own: it waits for nobody,
 * and nobody for it. One that already waits is enough; one that is done may be wanted anew, for whoever pressed was
 * shown the card as it was then.
 */
export function redrawCopies(queries: Queries, chatbotId: ChatbotId) {
  const ids = Array.from({ length: mostCopies }, () => uuidv7());
  return queries`
    redrawn as (
      insert into delivery (chatbot_id, delivery_id, lane, place, adapter, account, address, effect, event_id, event_type,
        conversation_id, event_seq, episode, ref)
      select d.chatbot_id, c.id, d.lane || ' copy ' || c.id, d.place, d.adapter, d.account, d.address, 'copy', d.event_id,
        d.event_type, d.conversation_id, d.event_seq, d.episode, c.ref
      from (select (${ids}::uuid[])[row_number() over ()] as id, delivery_id, ref from copies) c
      join delivery d on d.chatbot_id = ${chatbotId} and d.delivery_id = c.delivery_id
      where not exists (
        select 1 from delivery w where w.chatbot_id = ${chatbotId} and w.conversation_id = d.conversation_id
        and w.effect = 'copy' and w.ref = c.ref and w.state = 'pending')
      returning lane, adapter, account, address
    ), their_lanes as (
      insert into lane (chatbot_id, key, adapter, account, address)
      select ${chatbotId}::uuid, lane, adapter, account, address from redrawn
    )`;
}
