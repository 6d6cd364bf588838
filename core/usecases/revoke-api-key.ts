import { DomainError } from "../domain/errors.ts";
import type { ChatbotId } from "../domain/ids.ts";
import type { ApiKeyStore } from "./api-key-store.ts";

export async function revokeApiKey(keys: Pick<ApiKeyStore, "revoke">, chatbotId: ChatbotId, id: string): Promise<void> {
  if (!(await keys.revoke(chatbotId, id))) unknownKey(id);
}

export function unknownKey(id: string): never {
  throw new DomainError("key_not_found", `There is no API key ${id}. GET the list to see those there are.`);
}
