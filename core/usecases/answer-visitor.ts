import { assistantIsSilent } from "../domain/assistant-turn.ts";
import { followedBy, nothing } from "../domain/change.ts";
import { escalate } from "../domain/escalate.ts";
import type { MessageTree } from "../domain/message-tree.ts";
import { answer, failToAnswer } from "../domain/talk.ts";
import type { EscalateOptions } from "./escalate.ts";
import type { Changed, Clock, ConversationKey, Conversations } from "./ports.ts";

export interface AssistantReply {
  readonly text: string;
  readonly tree: MessageTree;
  readonly followUps: readonly string[];
  /** The assistant hands over by itself. */
  readonly escalates: boolean;
}

/**
 * Records what the assistant answered, and its handing over, once per cause. An answer that was being written
 * when a human claimed the conversation is discarded.
 */
export function createAnswerVisitor(conversations: Conversations, now: Clock, { alertsPerMinute }: EscalateOptions) {
  return {
    answered: (key: ConversationKey, messageSeq: number, reply: AssistantReply, cause: string): Promise<Changed> =>
      conversations.change(key, { cause, countEscalations: alertsPerMinute }, (standing) => {
        const { conversation, seen, recentEscalations } = standing;
        if (seen || assistantIsSilent(conversation)) return nothing(conversation);
        const said = reply.text === "" ? nothing(conversation) : answer(conversation, messageSeq, reply, now());
        if (!reply.escalates) return said;
        return followedBy(said, (after) => escalate(after, "assistant", now(), recentEscalations >= alertsPerMinute));
      }),

    failed: (key: ConversationKey, messageSeq: number, reason: string, cause: string): Promise<Changed> =>
      conversations.change(key, { cause }, ({ conversation, seen }) =>
        seen || assistantIsSilent(conversation)
          ? nothing(conversation)
          : failToAnswer(conversation, messageSeq, reason),
      ),
  };
}
