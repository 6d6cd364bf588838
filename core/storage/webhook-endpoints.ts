import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { WebhookEndpoint } from "../domain/webhook-endpoint.ts";
import type { EndpointStanding, EndpointStore } from "../usecases/endpoint-store.ts";
import { json, type Queries, type TransactionSql } from "./database.ts";
import { replaceSecret, sealSecret } from "./endpoint-secrets.ts";
import { dropWaiting } from "./outbox/drop-waiting.ts";
import { hold } from "./outbox/hold.ts";
import { resumeWithin } from "./outbox/resume.ts";
import type { SecretBox } from "./secret-box.ts";
import { webhookPlace } from "./webhook-place.ts";

/** As planning needs them: oldest first. */
export function readEndpoints(queries: Queries, chatbotId: ChatbotId) {
  return queries<WebhookEndpoint[]>`
    select endpoint_id as id, url, label, events, enabled, compatibility from webhook_endpoint
    where chatbot_id = ${chatbotId} order by created_at, endpoint_id`;
}

type Row = WebhookEndpoint & Omit<EndpointStanding, "endpoint">;

/** With how each fares; all of the chatbot's, or the one. */
export async function readStandings(
  queries: Queries,
  chatbotId: ChatbotId,
  id: EndpointId | null = null,
): Promise<readonly EndpointStanding[]> {
  const rows = await queries<Row[]>`
    select e.endpoint_id as id, e.url, e.label, e.events, e.enabled, e.compatibility, e.created_at, e.changed_at,
      case when e.previous_until > now() then e.previous_until end as previous_secret_until,
      coalesce(d.health, 'ok') as health, d.reason, d.failing_since
    from webhook_endpoint e
    left join destination d on d.chatbot_id = ${chatbotId} and d.adapter = 'webhooks' and d.account = 'webhooks'
      and d.address = e.endpoint_id::text
    where e.chatbot_id = ${chatbotId} ${id === null ? queries`` : queries`and e.endpoint_id = ${id}`}
    order by e.created_at, e.endpoint_id`;
  return rows.map(({ id, url, label, events, enabled, compatibility, ...standing }) => ({
    ...standing,
    endpoint: { id, url, label, events, enabled, compatibility },
  }));
}

export function createEndpointStore(tx: TransactionSql, box: SecretBox): EndpointStore {
  return {
    async add(chatbotId, endpoint, secret, most) {
      await countUp(tx, chatbotId);
      const [row] = await tx<{ count: number }[]>`
        select count(*)::int as count from webhook_endpoint where chatbot_id = ${chatbotId}`;
      if (!row || row.count >= most) return false;
      const { id, url, label, events, enabled, compatibility } = endpoint;
      await tx`
        insert into webhook_endpoint (chatbot_id, endpoint_id, url, label, events, enabled, compatibility, secret)
        values (${chatbotId}, ${id}, ${url}, ${label}, ${json(tx, events)}, ${enabled},
          ${compatibility && json(tx, compatibility)}, ${sealSecret(box, id, "secret", secret)})`;
      return true;
    },

    async lock(chatbotId, id) {
      await tx`
        select 1 from webhook_endpoint where chatbot_id = ${chatbotId} and endpoint_id = ${id} for update`;
      return (await readStandings(tx, chatbotId, id))[0] ?? null;
    },

    async save(chatbotId, { id, url, label, events, enabled, compatibility }) {
      await countUp(tx, chatbotId);
      await tx`
        update webhook_endpoint set url = ${url}, label = ${label}, events = ${json(tx, events)}, enabled = ${enabled},
          compatibility = ${compatibility && json(tx, compatibility)}, changed_at = now()
        where chatbot_id = ${chatbotId} and endpoint_id = ${id}`;
    },

    async replaceSecret(chatbotId, id, secret, keepOldUntil) {
      await countUp(tx, chatbotId);
      await replaceSecret(tx, box, chatbotId, id, secret, keepOldUntil);
    },

    async remove(chatbotId, id) {
      await countUp(tx, chatbotId);
      await tx`delete from webhook_endpoint where chatbot_id = ${chatbotId} and endpoint_id = ${id}`;
      await dropWaiting(tx, chatbotId, webhookPlace(id), "The endpoint was removed.");
    },

    hold: (chatbotId, id, reason) => hold(tx, chatbotId, webhookPlace(id), reason),
    resume: async (_chatbotId, id) => void (await resumeWithin(tx, webhookPlace(id))),
  };
}

/** Every instance reads the chatbot anew. Its row is locked from here on: chatbots come before lanes everywhere. */
async function countUp(tx: TransactionSql, chatbotId: ChatbotId): Promise<void> {
  await tx`update chatbot set version = version + 1 where chatbot_id = ${chatbotId}`;
}
