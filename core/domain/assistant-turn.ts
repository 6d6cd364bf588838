import type { Conversation } from "./conversation.ts";

/** From the claim on, while a human is handling it, the assistant is silent. */
export function assistantIsSilent(conversation: Conversation): boolean {
  return conversation.escalation?.status === "open" && conversation.escalation.claimedBy !== null;
}
