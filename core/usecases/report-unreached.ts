import type { Unshown } from "../domain/events.ts";
import type { ChatbotId } from "../domain/ids.ts";
import { unreached } from "../domain/unreached.ts";
import type { ConversationKey, Conversations } from "./ports.ts";

interface Found extends ConversationKey {
  readonly episode: number;
  /** Where it could not be shown so far, and why. */
  readonly because: readonly Unshown[];
}

export interface UnreachedStore<T extends Found> {
  findUnreached(afterMs: number): Promise<readonly T[]>;
  /** A channel may have been connected in the very moment of an escalation: whoever waits is told of there. */
  tellWaiting(chatbotId: ChatbotId): Promise<number>;
  markUnreached(found: T): Promise<void>;
}

/** Says, once per episode, that no destination has confirmed it in time, and why. Returns those found. */
export function createReportUnreached<T extends Found>(
  conversations: Conversations,
  store: UnreachedStore<T>,
  afterMs: number,
) {
  return async (): Promise<readonly Found[]> => {
    const found = await store.findUnreached(afterMs);
    for (const chatbotId of new Set(found.map((each) => each.chatbotId))) await store.tellWaiting(chatbotId);
    for (const each of found) {
      await conversations.change(each, { cause: `unreached:${each.episode}` }, ({ conversation, seen }) =>
        seen ? { conversation, facts: [] } : unreached(conversation, each.episode, each.because),
      );
      await store.markUnreached(each);
    }
    return found;
  };
}
