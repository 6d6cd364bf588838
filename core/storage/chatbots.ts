import type { Chatbot, Connection } from "../domain/chatbot.ts";
import type { ChatbotId } from "../domain/ids.ts";
import { type ChatbotSettings, defaultSettings } from "../domain/settings.ts";
import { json, type Queries } from "./database.ts";

interface Row {
  readonly chatbotId: ChatbotId;
  readonly name: string;
  readonly settings: Partial<ChatbotSettings>;
  readonly version: number;
}

/** How old an answer of `lately` may be: settings reach open widgets within 3 seconds. */
const latelyMs = 2_000;

/** Chatbots with their connections, read once per version: whoever holds a newer version number reads again. */
export function createChatbots(sql: Queries) {
  const known = new Map<ChatbotId, { version: number; chatbot: Chatbot; readAt: number }>();

  async function read(queries: Queries, id: ChatbotId): Promise<{ version: number; chatbot: Chatbot } | null> {
    const [row] = await queries<
      Row[]
    >`select chatbot_id, name, settings, version from chatbot where chatbot_id = ${id}`;
    if (!row) return null;
    const connections = await queries<Connection[]>`
      select adapter, account, address, label, relay_mode from connection
      where chatbot_id = ${id} order by connected_at, adapter, account, address`;
    const chatbot: Chatbot = {
      id,
      name: row.name,
      settings: { ...defaultSettings, ...row.settings },
      connections,
      endpoints: [],
    };
    const entry = { version: row.version, chatbot, readAt: performance.now() };
    known.set(id, entry);
    return entry;
  }

  return {
    /** As of this version, at least. */
    async at(queries: Queries, id: ChatbotId, version: number): Promise<Chatbot | null> {
      const cached = known.get(id);
      if (cached && cached.version >= version) return cached.chatbot;
      return (await read(queries, id))?.chatbot ?? null;
    },

    /** As it is now. */
    async now(id: ChatbotId): Promise<Chatbot | null> {
      const [row] = await sql<{ version: number }[]>`select version from chatbot where chatbot_id = ${id}`;
      if (!row) return null;
      const cached = known.get(id);
      if (cached?.version === row.version) cached.readAt = performance.now();
      return this.at(sql, id, row.version);
    },

    /** Possibly a few seconds old; for answers that need no more. */
    async lately(id: ChatbotId): Promise<Chatbot | null> {
      const cached = known.get(id);
      return cached && performance.now() - cached.readAt < latelyMs ? cached.chatbot : this.now(id);
    },

    forget(id: ChatbotId): void {
      known.delete(id);
    },

    /** All of them, oldest first. */
    async names(): Promise<readonly { id: ChatbotId; name: string }[]> {
      return sql<{ id: ChatbotId; name: string }[]>`
        select chatbot_id as id, name from chatbot order by created_at, chatbot_id`;
    },

    /** Makes the chatbot, or gives an existing one this name and these settings. True if anything changed. */
    async save(id: ChatbotId, name: string, settings: ChatbotSettings): Promise<boolean> {
      const rows = await sql`
        insert into chatbot as b (chatbot_id, name, settings) values (${id}, ${name}, ${json(sql, settings)})
        on conflict (chatbot_id) do update set name = excluded.name, settings = excluded.settings, version = b.version + 1
        where b.name <> excluded.name or b.settings <> excluded.settings returning 1`;
      known.delete(id);
      return rows.length > 0;
    },
  };
}

export type Chatbots = ReturnType<typeof createChatbots>;
