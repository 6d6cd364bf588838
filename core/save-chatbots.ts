import type { ChatbotId } from "./domain/ids.ts";
import { parseSettings } from "./domain/parse-settings.ts";
import { type ChatbotOption, firstChatbotId } from "./options.ts";
import type { Storage } from "./storage/storage.ts";

/** The chatbots that options name, a first one where there would be none, and an owner for those without. */
export async function saveChatbots(
  { chatbots, setOwner, ownOrphans }: Storage,
  wanted: readonly ChatbotOption[] | undefined,
  ownerEmail: string | null,
): Promise<void> {
  for (const { id, name, settings, owner } of wanted ?? []) {
    const parsed = parseSettings(settings ?? {});
    if ("settings" in parsed) await chatbots.save(id as ChatbotId, name, parsed.settings);
    if (owner) await setOwner(id as ChatbotId, owner);
  }
  if ((await chatbots.names()).length === 0) {
    const first = parseSettings({});
    if ("settings" in first) await chatbots.save(firstChatbotId as ChatbotId, "Website assistant", first.settings);
  }
  if (ownerEmail !== null) await ownOrphans(ownerEmail);
}
