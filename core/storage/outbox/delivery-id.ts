import type { ChatbotId, DeliveryId } from "../../domain/ids.ts";

/** What adapters know a delivery by: with its chatbot, so that a receipt finds its row by the primary key. */
export function toDeliveryId(chatbotId: string, uuid: string): DeliveryId {
  return `${chatbotId}.${uuid}` as DeliveryId;
}

const form = /^([0-9a-f-]{36})\.([0-9a-f-]{36})$/;

/** null for what was never one of ours: ids come back from platforms. */
export function fromDeliveryId(id: string): { readonly chatbotId: ChatbotId; readonly uuid: string } | null {
  const [, chatbotId, uuid] = form.exec(id) ?? [];
  return chatbotId && uuid ? { chatbotId: chatbotId as ChatbotId, uuid } : null;
}

/** The row's own key, of an id that we made. */
export function rowId(id: DeliveryId): string {
  return id.slice(37);
}
