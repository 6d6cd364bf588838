import type { Assistant, Said, Turn } from "./assistant.ts";
import { postJson } from "./post-json.ts";
import { readAnswer } from "./read-answer.ts";

/** The customer's own assistant, behind ASSISTANT_URL. */
export function createHttpAssistant({ url }: { readonly url: string }): Assistant {
  return {
    answer: async (turn, signal) => readAnswer(await postJson(url, questionOf(turn), {}, signal)),
  };
}

function questionOf({ chatbot, conversation, messages }: Turn) {
  return {
    conversation: {
      id: conversation.id,
      session_id: conversation.sessionId,
      chatbot_id: chatbot.id,
      ...(conversation.page && { page: conversation.page }),
    },
    messages: messages.map(messageOf),
  };
}

function messageOf({ author, name, text, sentAt }: Said) {
  return { author, ...(name !== null && { name }), text, sent_at: sentAt.toISOString() };
}
