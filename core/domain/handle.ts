import { type Change, nothing } from "./change.ts";
import type { Conversation } from "./conversation.ts";
import type { Escalation } from "./escalation.ts";
import type { Agent, Person } from "./people.ts";

/** The first agent wins; claiming what is claimed or resolved changes nothing. */
export function claim(conversation: Conversation, by: Agent): Change {
  const { escalation } = conversation;
  if (escalation?.status !== "open" || escalation.claimedBy) return nothing(conversation);
  return after(conversation, { ...escalation, claimedBy: by }, { type: "conversation.claimed", by });
}

/** The first agent wins; resolving what is resolved changes nothing. */
export function resolve(conversation: Conversation, by: Agent, at: Date): Change {
  const { escalation } = conversation;
  if (escalation?.status !== "open") return nothing(conversation);
  const resolved: Escalation = {
    ...escalation,
    status: "resolved",
    resolvedAt: at,
    resolvedBy: by,
    lastResolvedSeq: conversation.seq + 1,
  };
  return after(conversation, resolved, { type: "conversation.resolved", by });
}

/** Whether it was resolved, and perhaps reopened, since things stood as they did at `seq`. */
export function wasResolvedSince(escalation: Escalation | null, seq: number): boolean {
  return (escalation?.lastResolvedSeq ?? 0) > seq;
}

/** Keeps the episode, when it was asked for, the claim, and where it was last resolved. */
export function reopen(conversation: Conversation, by: Person): Change {
  const { escalation } = conversation;
  if (escalation?.status !== "resolved") return nothing(conversation);
  const { status: _status, resolvedAt: _at, resolvedBy: _by, ...kept } = escalation;
  return after(conversation, { ...kept, status: "open" }, { type: "conversation.reopened", by });
}

function after(conversation: Conversation, escalation: Escalation, fact: Change["facts"][number]): Change {
  return { conversation: { ...conversation, seq: conversation.seq + 1, escalation }, facts: [fact] };
}
