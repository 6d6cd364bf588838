/** What the use cases about API keys ask of storage: all of it in one transaction. */
import type { ApiKey } from "../domain/api-key.ts";
import type { ChatbotId } from "../domain/ids.ts";

export interface ApiKeyStore {
  /** False if the chatbot has `most` that are not revoked. */
  add(key: Omit<ApiKey, "lastUsedAt" | "revokedAt">, hash: Buffer, most: number): Promise<boolean>;
  /** From now on it opens nothing. False if there is no such key; one that was revoked before remains so. */
  revoke(chatbotId: ChatbotId, id: string): Promise<boolean>;
}
