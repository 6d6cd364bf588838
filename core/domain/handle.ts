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
  const resolved: Escalation = { ...escalation, status: "resolved", resolvedAt: at, resolvedBy: by };
  return after(conversation, resolved, { type: "conversation.resolved", by });
}

/** Keeps the episode, when it was asked for, and the claim. */
export function reopen(conversation: Conversation, by: Person): Change {
  const { escalation } = conversation;
  if (escalation?.status !== "resolved") return nothing(conversation);
  const { episode, escalatedAt, trigger, claimedBy, digested } = escalation;
  const open: Escalation = { status: "open", episode, escalatedAt, trigger, claimedBy, digested };
  return after(conversation, open, { type: "conversation.reopened", by });
}

function after(conversation: Conversation, escalation: Escalation, fact: Change["facts"][number]): Change {
  return { conversation: { ...conversation, seq: conversation.seq + 1, escalation }, facts: [fact] };
}
