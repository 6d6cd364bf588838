import { assistantIsSilent } from "../domain/assistant-turn.ts";
import type { ConversationEvent } from "../domain/events.ts";
import type { ConversationReads } from "../queries/conversation-tail.ts";
import type { ConversationKey } from "../usecases/ports.ts";
import { readConversation } from "./conversations.ts";
import type { Sql } from "./database.ts";
import { type EventRow, eventColumns, toEvent } from "./events.ts";
import { readMessage, readMessageByClientId, readMessages } from "./messages.ts";

/** A stream that was away for longer than this many events reads on in the next round. */
const eventsPerRead = 500;

export function createConversationReads(sql: Sql): ConversationReads {
  /** The last thing that happened to the assistant's side of the talk. */
  async function lastWord(key: ConversationKey) {
    const [row] = await sql<{ type: string; seq: number; messageSeq: number | null }[]>`
      select type, seq, (data->>'messageSeq')::int as message_seq from event
      where chatbot_id = ${key.chatbotId} and conversation_id = ${key.conversationId}
      and type in ('message.received', 'message.answered', 'assistant.failed') order by seq desc limit 1`;
    return row;
  }

  return {
    async tail(key, after) {
      const [stored, rows] = await Promise.all([
        readConversation(sql, key, false),
        sql<EventRow[]>`
          select ${eventColumns(sql)} from event e
          left join message m on m.chatbot_id = e.chatbot_id and m.conversation_id = e.conversation_id and m.seq = e.seq
          where e.chatbot_id = ${key.chatbotId} and e.conversation_id = ${key.conversationId} and e.seq > ${after}
          order by e.seq limit ${eventsPerRead}`,
      ]);
      // An event of a conversation: its row has a conversation_id.
      return (
        stored && { conversation: stored.conversation, events: rows.map((row) => toEvent(row) as ConversationEvent) }
      );
    },

    async snapshot(key) {
      // The conversation first: whatever comes in between is then sent again by the stream, not missed.
      const stored = await readConversation(sql, key, false);
      if (!stored) return null;
      const { conversation } = stored;
      const [messages, last] = await Promise.all([readMessages(sql, key, { upTo: conversation.seq }), lastWord(key)]);
      return {
        conversation,
        messages,
        answering: last?.type === "message.received" && !assistantIsSilent(conversation),
        assistantFailed: last?.type === "assistant.failed" ? last.messageSeq : null,
      };
    },

    message: (key, seq) => readMessage(sql, key, seq),
    messageByClientId: (key, clientId) => readMessageByClientId(sql, key, clientId),

    async heads(chatbotId, ids) {
      const rows = await sql<{ conversationId: string; seq: number }[]>`
        select conversation_id, seq from conversation
        where chatbot_id = ${chatbotId} and conversation_id = any(${ids as string[]})`;
      return new Map(rows.map((row) => [row.conversationId, row.seq]));
    },
  };
}
