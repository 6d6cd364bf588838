import type { ConversationId } from "./ids.ts";

/** Short name that people can say. The id's last six characters: random, so unlikely to meet twice on one day. */
export function referenceOf(conversationId: ConversationId): string {
  return `C-${conversationId.slice(-6).toUpperCase()}`;
}
