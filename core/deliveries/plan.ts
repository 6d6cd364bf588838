import type { Adapter, Planned } from "../adapter.ts";
import type { Chatbot } from "../domain/chatbot.ts";
import type { Conversation } from "../domain/conversation.ts";
import { type DeskEvent, isOfConversation } from "../domain/events.ts";

export interface PlannedDelivery extends Planned {
  readonly adapter: string;
}

/** What an event asks for, as the conversation stands after it. */
export type Plan = (
  event: DeskEvent,
  chatbot: Chatbot,
  conversation: Conversation | null,
) => readonly PlannedDelivery[];

/**
 * `surfaces` are where agents look: they are told of an episode, so what is said outside of one, or in one that was
 * only told by a digest, does not go there. `inner` parts (the assistant, webhooks) see every event.
 */
export function createPlan(surfaces: readonly Adapter[], inner: readonly Adapter[]): Plan {
  return (event, chatbot, conversation) => {
    const asked = isTold(event, conversation) ? [...surfaces, ...inner] : inner;
    return asked.flatMap((adapter) =>
      adapter.plan(event, chatbot, conversation).map((planned) => ({ ...planned, adapter: adapter.name })),
    );
  };
}

function isTold(event: DeskEvent, conversation: Conversation | null): boolean {
  if (!isOfConversation(event)) return true;
  const escalation = conversation?.escalation;
  switch (event.type) {
    case "message.received":
    case "message.answered":
      return escalation?.status === "open" && !escalation.digested;
    case "conversation.claimed":
    case "conversation.resolved":
    case "conversation.reopened":
      return escalation?.digested === false;
    default:
      return true;
  }
}
