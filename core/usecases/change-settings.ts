import { DomainError } from "../domain/errors.ts";
import type { ChatbotId } from "../domain/ids.ts";
import { parseSettings } from "../domain/parse-settings.ts";
import type { ChatbotSettings } from "../domain/settings.ts";

export interface SettingsStore {
  /** Nobody else changes them until the transaction is over. */
  lock(chatbotId: ChatbotId): Promise<ChatbotSettings | null>;
  save(chatbotId: ChatbotId, settings: ChatbotSettings): Promise<void>;
}

/** What is given is changed, the rest stays; nothing is changed if anything is wrong, and every fault is told. */
export async function changeSettings(
  store: SettingsStore,
  chatbotId: ChatbotId,
  change: unknown,
): Promise<ChatbotSettings> {
  const now = await store.lock(chatbotId);
  if (!now) throw new DomainError("chatbot_not_found", `There is no chatbot ${chatbotId}.`);
  const parsed = parseSettings(change, now);
  if ("problems" in parsed) throw new DomainError("unprocessable", parsed.problems.join(" "));
  await store.save(chatbotId, parsed.settings);
  return parsed.settings;
}
