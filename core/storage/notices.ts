import type { EscalationNotice } from "../domain/notice.ts";
import { referenceOf } from "../domain/reference.ts";
import { transcriptUrl } from "../domain/transcript-url.ts";
import { treeToText } from "../domain/tree-to-text.ts";
import type { Clock, ConversationKey } from "../usecases/ports.ts";
import type { Chatbots } from "./chatbots.ts";
import { readConversation } from "./conversations.ts";
import type { Queries } from "./database.ts";
import { readMessages } from "./messages.ts";

/** The card shows this many messages from before the escalation. */
const excerptLength = 4;

/** How an escalation stands now; null for a conversation in which nobody asked for a human. */
export function createNotices(sql: Queries, chatbots: Chatbots, publicUrl: string, now: Clock) {
  return async (key: ConversationKey): Promise<EscalationNotice | null> => {
    const stored = await readConversation(sql, key, false);
    if (!stored?.escalation) return null;
    const { conversation, escalation } = stored;
    const [chatbot, excerpt] = await Promise.all([
      chatbots.at(sql, key.chatbotId, stored.chatbotVersion),
      readMessages(sql, key, { upTo: escalation.seq, limit: excerptLength }),
    ]);
    if (!chatbot) return null;
    return {
      chatbot: { id: chatbot.id, name: chatbot.name },
      conversationId: conversation.id,
      sessionId: conversation.sessionId,
      reference: referenceOf(conversation.id),
      escalation: escalation.escalation,
      question: excerpt.findLast((message) => message.author === "visitor")?.text ?? "",
      excerpt: excerpt.map(({ author, name, text, tree }) => ({ author, name, text: tree ? treeToText(tree) : text })),
      messageCount: conversation.messageCount,
      page: conversation.page,
      contact: conversation.contact,
      transcriptUrl: transcriptUrl(publicUrl, key),
      seq: conversation.seq,
      asOf: now(),
    };
  };
}
