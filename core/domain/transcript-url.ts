import type { ChatbotId, ConversationId } from "./ids.ts";

interface Key {
  readonly chatbotId: ChatbotId;
  readonly conversationId: ConversationId;
}

/** Leads to the conversation, whoever opens it; it asks for sign-in. */
export function transcriptUrl(publicUrl: string, { chatbotId, conversationId }: Key): string {
  return `${chatbotUrl(publicUrl, chatbotId)}?conv=${conversationId}`;
}

/** Leads to everybody who asked for a human. */
export function chatbotUrl(publicUrl: string, chatbotId: ChatbotId): string {
  return `${publicUrl.replace(/\/$/, "")}/dashboard/chatbots/${chatbotId}/human-support`;
}
