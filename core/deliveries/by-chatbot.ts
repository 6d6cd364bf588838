import type { ChatbotId } from "../domain/ids.ts";

/** Statements on a chatbot's data name their chatbot: whatever is of several is taken apart first. */
export function byChatbot<T>(all: readonly T[], chatbotOf: (each: T) => ChatbotId): Map<ChatbotId, T[]> {
  const parts = new Map<ChatbotId, T[]>();
  for (const each of all) {
    const part = parts.get(chatbotOf(each));
    if (part) part.push(each);
    else parts.set(chatbotOf(each), [each]);
  }
  return parts;
}
