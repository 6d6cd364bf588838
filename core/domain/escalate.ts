import { type Change, nothing } from "./change.ts";
import type { Conversation } from "./conversation.ts";
import type { Escalation, Trigger } from "./escalation.ts";

/** Asking again while open changes nothing; asking after it was resolved starts the next episode. */
export function escalate(conversation: Conversation, trigger: Trigger, at: Date, digested: boolean): Change {
  if (conversation.escalation?.status === "open") return nothing(conversation);
  const escalation: Escalation = {
    status: "open",
    episode: (conversation.escalation?.episode ?? 0) + 1,
    escalatedAt: at,
    trigger,
    claimedBy: null,
    digested,
  };
  const { sessionId, lastMessage, messageCount } = conversation;
  return {
    conversation: { ...conversation, seq: conversation.seq + 1, escalation },
    facts: [
      { type: "conversation.escalated", sessionId, escalatedAt: at, trigger, lastMessage, messageCount, digested },
    ],
  };
}
