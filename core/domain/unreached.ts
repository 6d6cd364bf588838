import { type Change, nothing } from "./change.ts";
import type { Conversation } from "./conversation.ts";
import type { Unshown } from "./events.ts";

/** Nobody was reached for an episode that is still open. */
export function unreached(conversation: Conversation, episode: number, because: readonly Unshown[] = []): Change {
  const { escalation } = conversation;
  if (escalation?.status !== "open" || escalation.episode !== episode) return nothing(conversation);
  return {
    conversation: { ...conversation, seq: conversation.seq + 1 },
    facts: [
      { type: "conversation.unreached", escalatedAt: escalation.escalatedAt, ...(because.length > 0 && { because }) },
    ],
  };
}
