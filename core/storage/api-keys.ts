import type { ApiKey } from "../domain/api-key.ts";
import type { ChatbotId } from "../domain/ids.ts";
import type { ApiKeyStore } from "../usecases/api-key-store.ts";
import { json, type Queries, type TransactionSql } from "./database.ts";

/** How exactly it is known when a key was used last. */
const usedSeconds = 60;

export type StoredKey = ApiKey & { readonly hash: Buffer };

/** Those that have this part of a key in theirs; of any chatbot: a key says no more of whose it is. */
export function findKeys(queries: Queries, id: string) {
  return queries<StoredKey[]>`
    select chatbot_id, key_id as id, name, hash, scopes, created_at, last_used_at, revoked_at
    from api_key where key_id = ${id}`;
}

export function listKeys(queries: Queries, chatbotId: ChatbotId) {
  return queries<ApiKey[]>`
    select chatbot_id, key_id as id, name, scopes, created_at, last_used_at, revoked_at from api_key
    where chatbot_id = ${chatbotId} order by created_at, key_id`;
}

export async function markUsed(queries: Queries, { chatbotId, id }: Pick<ApiKey, "chatbotId" | "id">): Promise<void> {
  await queries`
    update api_key set last_used_at = now() where chatbot_id = ${chatbotId} and key_id = ${id}
    and (last_used_at is null or last_used_at < now() - ${usedSeconds} * interval '1 second')`;
}

export function createApiKeyStore(tx: TransactionSql): ApiKeyStore {
  return {
    async add({ chatbotId, id, name, scopes, createdAt }, hash, most) {
      await tx`select 1 from chatbot where chatbot_id = ${chatbotId} for no key update`;
      const [row] = await tx<{ count: number }[]>`
        select count(*)::int as count from api_key where chatbot_id = ${chatbotId} and revoked_at is null`;
      if (!row || row.count >= most) return false;
      await tx`
        insert into api_key (chatbot_id, key_id, name, hash, scopes, created_at)
        values (${chatbotId}, ${id}, ${name}, ${hash}, ${json(tx, scopes)}, ${createdAt})`;
      return true;
    },

    async revoke(chatbotId, id) {
      const rows = await tx`
        update api_key set revoked_at = coalesce(revoked_at, now())
        where chatbot_id = ${chatbotId} and key_id = ${id} returning 1`;
      return rows.length > 0;
    },
  };
}
