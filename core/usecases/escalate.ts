import { nothing } from "../domain/change.ts";
import { escalate } from "../domain/escalate.ts";
import type { Trigger } from "../domain/escalation.ts";
import type { Changed, Clock, ConversationKey, Conversations } from "./ports.ts";

export interface EscalateOptions {
  /** Escalations of a chatbot in a minute beyond which alerts become one digest; all are stored and shown. */
  readonly alertsPerMinute: number;
}

/** Asks for a human. Once per cause: a late retry cannot start another episode. */
export function createEscalate(conversations: Conversations, now: Clock, { alertsPerMinute }: EscalateOptions) {
  return (key: ConversationKey, trigger: Trigger, cause: string | null): Promise<Changed> =>
    conversations.change(
      key,
      { cause, countEscalations: alertsPerMinute },
      ({ conversation, seen, recentEscalations }) =>
        seen ? nothing(conversation) : escalate(conversation, trigger, now(), recentEscalations >= alertsPerMinute),
    );
}
