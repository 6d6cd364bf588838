import { followedBy, nothing } from "../domain/change.ts";
import { reopen } from "../domain/handle.ts";
import { receive } from "../domain/talk.ts";
import type { Changed, Clock, ConversationKey, Conversations } from "./ports.ts";

/** Takes in a visitor's message, once per the browser's own id of it. */
export function createReceiveMessage(conversations: Conversations, now: Clock) {
  return (key: ConversationKey, text: string, clientId: string): Promise<Changed> =>
    conversations.change(key, { cause: `message:${clientId}` }, ({ conversation, chatbot, seen }) => {
      if (seen) return nothing(conversation);
      const received = receive(conversation, text, clientId, now());
      if (!chatbot.settings.reopen_on_visitor_message) return received;
      const visitor = { name: "visitor", surface: "widget", externalId: conversation.sessionId } as const;
      // First the reopening: the message is then mirrored where agents look.
      return followedBy(reopen(conversation, visitor), (reopened) => receive(reopened, text, clientId, now()));
    });
}
