import type { Turn } from "../assistant/assistant.ts";
import { assistantIsSilent } from "../domain/assistant-turn.ts";
import type { ConversationEvent } from "../domain/events.ts";
import type { Chatbots } from "./chatbots.ts";
import { readConversation } from "./conversations.ts";
import type { Queries } from "./database.ts";
import { readMessages } from "./messages.ts";

/** What the assistant gets to read, at most. */
const newestMessages = 50;

/**
 * What the assistant is to answer: null if it was answered, if a human took over, or if the visitor wrote again
 * since (that message will be answered instead).
 */
export async function takeTurn(sql: Queries, chatbots: Chatbots, event: ConversationEvent): Promise<Turn | null> {
  const [stored, messages, answered] = await Promise.all([
    readConversation(sql, event, false),
    readMessages(sql, event, { limit: newestMessages }),
    sql`
      select 1 from event where chatbot_id = ${event.chatbotId} and conversation_id = ${event.conversationId} and seq > ${event.seq}
      and (type = 'message.answered' and (data->>'answers')::int = ${event.seq}
        or type = 'assistant.failed' and (data->>'messageSeq')::int = ${event.seq})`,
  ]);
  if (!stored || answered.length > 0 || assistantIsSilent(stored.conversation)) return null;
  if (messages.some((message) => message.author === "visitor" && message.seq > event.seq)) return null;
  const chatbot = await chatbots.at(sql, event.chatbotId, stored.chatbotVersion);
  if (!chatbot) return null;
  const { id, sessionId, page } = stored.conversation;
  return {
    chatbot: { id: chatbot.id, name: chatbot.name, systemPrompt: chatbot.settings.system_prompt },
    conversation: { id, sessionId, page },
    messages: messages.map(({ author, name, text, sentAt }) => ({ author, name, text, sentAt })),
  };
}
