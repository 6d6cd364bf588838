import type { ChatbotId } from "./domain/ids.ts";
import { parseSettings } from "./domain/parse-settings.ts";
import { type ChatbotOption, firstChatbotId } from "./options.ts";
import type { Storage } from "./storage/storage.ts";

/** The chatbots that options name; a first one where there would be none. */
export async function saveChatbots(
  chatbots: Storage["chatbots"],
  wanted: readonly ChatbotOption[] | undefined,
): Promise<void> {
  for (const { id, name, settings } of wanted ?? []) {
    const parsed = parseSettings(settings ?? {});
    if ("settings" in parsed) await chatbots.save(id as ChatbotId, name, parsed.settings);
  }
  if ((await chatbots.names()).length > 0) return;
  const first = parseSettings({});
  if ("settings" in first) await chatbots.save(firstChatbotId as ChatbotId, "Website assistant", first.settings);
}
