import type { Plan } from "../deliveries/plan.ts";
import type { ChatbotId } from "../domain/ids.ts";
import { type ChatbotSettings, defaultSettings } from "../domain/settings.ts";
import type { SettingsStore } from "../usecases/change-settings.ts";
import type { DeliveryStore } from "../usecases/delivery-store.ts";
import type { Clock } from "../usecases/ports.ts";
import type { Stores } from "../usecases/stores.ts";
import { announce } from "./announce.ts";
import { createApiKeyStore } from "./api-keys.ts";
import type { Chatbots } from "./chatbots.ts";
import { json, type TransactionSql } from "./database.ts";
import { findToReplay, replay } from "./outbox/replay.ts";
import type { SecretBox } from "./secret-box.ts";
import { createEndpointStore } from "./webhook-endpoints.ts";

interface StoreParts {
  readonly chatbots: Chatbots;
  readonly plan: Plan;
  readonly now: Clock;
  readonly box: SecretBox;
}

/** All that the API changes, in the caller's transaction. */
export function createStores(tx: TransactionSql, parts: StoreParts): Stores {
  return {
    endpoints: createEndpointStore(tx, parts.box),
    deliveries: createDeliveryStore(tx, parts),
    keys: createApiKeyStore(tx),
    settings: createSettingsStore(tx),
  };
}

function createDeliveryStore(tx: TransactionSql, { chatbots, plan, now }: StoreParts): DeliveryStore {
  return {
    async stateOf(chatbotId, id, delivery) {
      const [row] = await tx<{ state: string }[]>`
        select state from delivery where chatbot_id = ${chatbotId} and delivery_id = ${delivery}
        and adapter = 'webhooks' and address = ${id}`;
      return row?.state ?? null;
    },

    findToReplay: (chatbotId, id, range, most) => findToReplay(tx, chatbotId, id, range, most),
    replay: (chatbotId, deliveries) => replay(tx, chatbotId, deliveries),

    async enqueueTest(chatbotId, id) {
      const [current] = await tx<{ version: number }[]>`select version from chatbot where chatbot_id = ${chatbotId}`;
      const chatbot = current && (await chatbots.at(tx, chatbotId, current.version));
      if (!chatbot) throw new Error(`The chatbot ${chatbotId} is gone.`);
      const event = await announce(tx, chatbot, { type: "chatbot.endpoint_tested", endpointId: id }, { plan, now });
      const [row] = await tx<{ deliveryId: string; lane: string }[]>`
        select delivery_id, lane from delivery
        where chatbot_id = ${chatbotId} and adapter = 'webhooks' and address = ${id} and event_id = ${event.id}
        order by delivery_id desc limit 1`;
      if (!row) throw new Error(`No test was planned for the endpoint ${id}.`);
      // Whoever presses Send test wants to know now, not at the next probe.
      await tx`
        update destination set open_until = now() where chatbot_id = ${chatbotId} and adapter = 'webhooks'
        and account = 'webhooks' and address = ${id} and health = 'open'`;
      await tx`
        update lane set parked = false, next_at = now()
        where chatbot_id = ${chatbotId} and key = ${row.lane} and claimed_by is null`;
      return row.deliveryId;
    },
  };
}

function createSettingsStore(tx: TransactionSql): SettingsStore {
  return {
    async lock(chatbotId: ChatbotId) {
      const [row] = await tx<{ settings: Partial<ChatbotSettings> }[]>`
        select settings from chatbot where chatbot_id = ${chatbotId} for no key update`;
      return row ? { ...defaultSettings, ...row.settings } : null;
    },

    async save(chatbotId, settings) {
      await tx`
        update chatbot set settings = ${json(tx, settings)}, version = version + 1
        where chatbot_id = ${chatbotId} and settings <> ${json(tx, settings)}`;
    },
  };
}
