import type { Chatbot, Connection } from "../domain/chatbot.ts";
import { emailKey } from "../domain/email-address.ts";
import type { ChatbotId } from "../domain/ids.ts";
import { type KnownAddress, type Owner, recipientsOf } from "../domain/recipients.ts";
import { type ChatbotSettings, defaultSettings } from "../domain/settings.ts";
import { json, type Queries } from "./database.ts";
import { readEndpoints } from "./webhook-endpoints.ts";

interface Row {
  readonly chatbotId: ChatbotId;
  readonly name: string;
  readonly settings: Partial<ChatbotSettings>;
  readonly version: number;
  readonly ownerEmail: string | null;
  readonly ownerName: string | null;
}

/** How old an answer of `lately` may be: settings reach open widgets within 3 seconds. */
const latelyMs = 2_000;

/** Chatbots with their connections, read once per version: whoever holds a newer version number reads again. */
export function createChatbots(sql: Queries) {
  const known = new Map<ChatbotId, { version: number; chatbot: Chatbot; readAt: number }>();

  async function read(queries: Queries, id: ChatbotId): Promise<{ version: number; chatbot: Chatbot } | null> {
    const [row] = await queries<Row[]>`
      select b.chatbot_id, b.name, b.settings, b.version, o.email as owner_email, o.name as owner_name
      from chatbot b left join account o on o.account_id = b.owner_id where b.chatbot_id = ${id}`;
    if (!row) return null;
    const settings = { ...defaultSettings, ...row.settings };
    const owner = row.ownerEmail === null ? null : { email: row.ownerEmail, name: row.ownerName };
    const connections = await queries<Connection[]>`
      select adapter, account, address, label, relay_mode from connection
      where chatbot_id = ${id} order by connected_at, adapter, account, address`;
    const recipients = await readRecipients(queries, id, owner, settings.recipients);
    const endpoints = await readEndpoints(queries, id);
    const chatbot: Chatbot = { id, name: row.name, settings, connections, recipients, endpoints };
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

async function readRecipients(queries: Queries, id: ChatbotId, owner: Owner | null, listed: readonly string[]) {
  const keys = [...(owner ? [owner.email] : []), ...listed].map(emailKey);
  if (keys.length === 0) return [];
  const known = await queries<(KnownAddress & { key: string })[]>`
    select k.key, a.name, case
        when s.email_key is not null then 'suppressed'
        when not a.notify_escalation then 'preference'
        when u.email_key is not null then 'unsubscribed' end as silence
    from unnest(${keys}::text[]) as k(key)
    left join account a on a.email_key = k.key
    left join suppression s on s.email_key = k.key
    left join unsubscription u on u.chatbot_id = ${id} and u.email_key = k.key`;
  return recipientsOf(owner, listed, new Map(known.map(({ key, ...each }) => [key, each])));
}

export type Chatbots = ReturnType<typeof createChatbots>;
