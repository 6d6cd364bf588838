import type { Conversation } from "./conversation.ts";
import type { ConversationFact } from "./events.ts";

/** What a decision leads to. No facts means nothing changed and nobody is told. */
export interface Change {
  readonly conversation: Conversation;
  readonly facts: readonly ConversationFact[];
}

export function nothing(conversation: Conversation): Change {
  return { conversation, facts: [] };
}

/** One change after another (not named `then`: a module that exports one is a thenable, and import() never ends), on the conversation that the first leaves behind. */
export function followedBy(first: Change, next: (conversation: Conversation) => Change): Change {
  const second = next(first.conversation);
  return { conversation: second.conversation, facts: [...first.facts, ...second.facts] };
}
