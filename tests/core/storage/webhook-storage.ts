import type { Advanced } from "../../../core/deliveries/outbox-store.ts";
import type { Plan } from "../../../core/deliveries/plan.ts";
import type { Work } from "../../../core/deliveries/work.ts";
import type { EndpointId } from "../../../core/domain/ids.ts";
import { type WebhookEndpoint, webhookEventTypes } from "../../../core/domain/webhook-endpoint.ts";
import { uuidv7 } from "../../../core/storage/uuid.ts";
import { createAddEndpoint } from "../../../core/usecases/add-endpoint.ts";
import type { ConversationKey } from "../../../core/usecases/ports.ts";
import { plan as planWebhooks } from "../../../core/webhooks/plan.ts";
import { newSecret } from "../../../core/webhooks/secret.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { anEndpoint } from "../../builders/endpoints.ts";
import type { Home } from "../../support/database.ts";
import { openIdleStorage } from "./open-storage.ts";

const plan: Plan = (event, chatbot, conversation) =>
  planWebhooks(event, chatbot, conversation).map((planned) => ({ ...planned, adapter: "webhooks" }));

/** Storage with webhook endpoints, and nobody who sends to them: the test is the worker. */
export async function openWebhookStorage(home: Home) {
  const idle = await openIdleStorage(home, plan);
  const { transact } = idle.storage.transactions;
  const addEndpoint = createAddEndpoint(() => uuidv7(), newSecret);
  type Outbox = ReturnType<typeof idle.outboxOf>;

  return {
    ...idle,
    transact,

    add: (with_: Partial<WebhookEndpoint> = {}) => {
      const { id: _id, ...wanted } = anEndpoint({ events: webhookEventTypes, ...with_ });
      return transact((stores) => addEndpoint(stores.endpoints, firstChatbotId, wanted));
    },

    /** The deliveries to an endpoint, oldest first. */
    async log(id: EndpointId) {
      const filter = { endpoint: id, states: null, before: null };
      return (await idle.storage.log.list(firstChatbotId, filter, 1_000)).toReversed();
    },

    async states(id: EndpointId) {
      return (await this.log(id)).map((each) => `${each.eventType} ${each.state}`);
    },

    /** What an instance can take just now: of the conversation, or all there is. */
    async take(outbox: Outbox, key?: ConversationKey): Promise<Work | undefined> {
      const due = (await outbox.findDue(["webhooks"], [], 1_000)).filter(
        (lane) => !key || lane.key.startsWith(key.conversationId),
      );
      const { work, empty } = await outbox.claim(firstChatbotId, due);
      for (const lane of empty) await outbox.advance([{ lane, settled: null }]);
      return work[0];
    },

    async settle(
      outbox: Outbox,
      work: Work,
      state: "delivered" | "dead" | "rejected" = "delivered",
    ): Promise<Advanced> {
      const settled = { work, state, reason: null, ref: null, ms: 1, reached: true } as const;
      const asked = { lane: work.lane, settled };
      return (await outbox.advance([asked])).get(asked) ?? "lost";
    },

    /** It failed, and counts against the delivery and its destination. */
    async fail(outbox: Outbox, work: Work): Promise<void> {
      const to = { outcome: "retry", reason: "HTTP 500", ms: 1, failed: true, uncertainSince: null, looks: 0 } as const;
      await outbox.countFailure(work.lane, to.reason);
      await outbox.postpone(work, { ...to, wait: 0, alone: false });
    },

    lanes: (id: EndpointId) => idle.sql<{ key: string; parked: boolean }[]>`
      select key, parked from lane where address = ${id} order by key`,
  };
}
