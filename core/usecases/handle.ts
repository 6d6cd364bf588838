import { type Change, nothing } from "../domain/change.ts";
import type { Conversation } from "../domain/conversation.ts";
import { claim, reopen, resolve, wasResolvedSince } from "../domain/handle.ts";
import type { Agent } from "../domain/people.ts";
import type { Changed, Clock, ConversationKey, Conversations } from "./ports.ts";

export interface Handled {
  /** stale: the act was meant for an episode that is over. */
  readonly kind: "done" | "already" | "stale";
  readonly changed: Changed;
}

export interface Act {
  readonly by: Agent;
  /** The platform's own id of the press; a late duplicate of it changes nothing. */
  readonly cause: string;
  /** The episode that the button was made for. */
  readonly episode: number;
  /** As of which number of the conversation's sequence it was offered; nothing changes if it was resolved since. */
  readonly asOf?: number;
}

/** Claim, resolve and reopen: what an agent does with an escalation, from any surface. */
export function createHandle(conversations: Conversations, now: Clock) {
  async function act(
    key: ConversationKey,
    { cause, episode, asOf = Number.POSITIVE_INFINITY }: Act,
    decide: (conversation: Conversation) => Change,
  ): Promise<Handled> {
    const changed = await conversations.change(key, { cause }, ({ conversation, seen }) =>
      seen || conversation.escalation?.episode !== episode || wasResolvedSince(conversation.escalation, asOf)
        ? nothing(conversation)
        : decide(conversation),
    );
    if (changed.events.length > 0) return { kind: "done", changed };
    return { kind: changed.before.escalation?.episode === episode ? "already" : "stale", changed };
  }

  return {
    claim: (key: ConversationKey, by: Act) => act(key, by, (conversation) => claim(conversation, by.by)),
    resolve: (key: ConversationKey, by: Act) => act(key, by, (conversation) => resolve(conversation, by.by, now())),
    reopen: (key: ConversationKey, by: Act) => act(key, by, (conversation) => reopen(conversation, by.by)),
  };
}
