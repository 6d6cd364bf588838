import { nothing } from "../domain/change.ts";
import { rate } from "../domain/talk.ts";
import type { Changed, ConversationKey, Conversations } from "./ports.ts";

/** Records a thumbs-up for an assistant's message; giving it again changes nothing. */
export function createRateMessage(conversations: Conversations) {
  return (key: ConversationKey, seq: number): Promise<Changed> =>
    conversations.change(key, { cause: `rating:${seq}` }, ({ conversation, seen }) =>
      seen ? nothing(conversation) : rate(conversation, seq),
    );
}
