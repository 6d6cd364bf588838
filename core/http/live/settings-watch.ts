import type { Chatbot } from "../../domain/chatbot.ts";
import type { ChatbotId } from "../../domain/ids.ts";
import { viewChatbot } from "../widget/views.ts";
import type { Streams } from "./streams.ts";

interface WatchParts {
  readonly streams: Pick<Streams, "chatbots" | "tellChatbot">;
  readonly chatbots: {
    now(id: ChatbotId): Promise<Chatbot | null>;
    lately(id: ChatbotId): Promise<Chatbot | null>;
  };
  readonly publish: (topic: string) => void;
}

const prefix = "settings:";

/**
 * Brings changed settings to widgets that are open, at every instance: by a hint at once, and by looking where a hint
 * was lost.
 */
export function createSettingsWatch({ streams, chatbots, publish }: WatchParts) {
  const seen = new Map<ChatbotId, string>();

  return {
    changed: (id: ChatbotId) => publish(prefix + id),

    hint(topic: string): void {
      if (!topic.startsWith(prefix)) return;
      const read = chatbots.now(topic.slice(prefix.length) as ChatbotId);
      // Where the database is away just now, the next look finds it.
      read.then((chatbot) => chatbot && streams.tellChatbot(chatbot)).catch(() => {});
    },

    async look(): Promise<void> {
      const open = streams.chatbots();
      for (const id of seen.keys()) if (!open.has(id)) seen.delete(id);
      for (const id of open) {
        const chatbot = await chatbots.lately(id);
        if (!chatbot) continue;
        const shown = JSON.stringify(viewChatbot(chatbot));
        const before = seen.get(id);
        seen.set(id, shown);
        if (before !== undefined && before !== shown) streams.tellChatbot(chatbot);
      }
    },
  };
}

export type SettingsWatch = ReturnType<typeof createSettingsWatch>;
