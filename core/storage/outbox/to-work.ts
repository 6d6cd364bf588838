import type { Effect } from "../../adapter.ts";
import type { HeldLane, Unwell, Work } from "../../deliveries/work.ts";
import type { Queries } from "../database.ts";
import { type EventRow, eventColumns, toEvent } from "../events.ts";
import { toDeliveryId } from "./delivery-id.ts";

/** A delivery just taken, with its event and its destination's health. */
export interface TakenRow extends EventRow {
  readonly key: string;
  readonly fence: number;
  readonly adapter: string;
  readonly account: string;
  readonly address: string;
  readonly deliveryId: string;
  readonly effect: Effect;
  readonly body: string | null;
  readonly attempts: number;
  readonly failures: number;
  readonly firstAttemptAt: Date;
  readonly uncertainSince: Date | null;
  readonly looks: number;
  readonly ref: string | null;
  readonly health: Unwell["health"] | null;
  readonly destinationFailures: number | null;
  readonly openUntil: Date | null;
}

/**
 * Selects TakenRows from `taken` (deliveries just counted, with their lane's key and fence). The event is one of the
 * conversation, or of the chatbot.
 */
export function takenRows(queries: Queries, chatbotId: string) {
  return queries`
    select t.key, t.fence, t.adapter, t.account, t.address, t.delivery_id, t.effect, t.body, t.attempts, t.failures,
      t.first_attempt_at, t.uncertain_since, t.looks, t.ref,
      x.health, x.failures as destination_failures, x.open_until, ${eventColumns(queries)}
    from taken t
    join lateral (
      select event_id, chatbot_id, conversation_id, seq, type, episode, occurred_at, data from event
      where chatbot_id = ${chatbotId} and conversation_id = t.conversation_id and seq = t.event_seq
      union all
      select event_id, chatbot_id, null::uuid, null::int, type, null::int, occurred_at, data from chatbot_event
      where chatbot_id = ${chatbotId} and event_id = t.event_id and t.conversation_id is null
    ) e on true
    left join message m on m.chatbot_id = ${chatbotId} and m.conversation_id = e.conversation_id and m.seq = e.seq
    left join destination x on x.chatbot_id = ${chatbotId}
      and x.adapter = t.adapter and x.account = t.account and x.address = t.address`;
}

export function toWork(row: TakenRow): Work {
  const lane: HeldLane = {
    chatbotId: row.chatbotId as HeldLane["chatbotId"],
    key: row.key,
    adapter: row.adapter,
    account: row.account,
    address: row.address,
    fence: row.fence,
  };
  const { effect, body, failures, firstAttemptAt, uncertainSince, looks, ref } = row;
  return {
    lane,
    delivery: {
      id: toDeliveryId(row.chatbotId, row.deliveryId),
      effect,
      body,
      attempt: row.attempts,
      failures,
      firstAttemptAt,
      uncertainSince,
      looks,
      ref,
      event: toEvent(row),
    },
    unwell:
      row.health === null
        ? null
        : { health: row.health, failures: row.destinationFailures ?? 0, openUntil: row.openUntil },
  };
}
