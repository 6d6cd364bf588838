import type { ChatbotId, EndpointId, EventId } from "../domain/ids.ts";
import type { DeliveryStore } from "./delivery-store.ts";
import type { EndpointStore } from "./endpoint-store.ts";
import { knownEndpoint, requireWorking } from "./known-endpoint.ts";
import type { Clock } from "./ports.ts";

interface Stores {
  readonly endpoints: Pick<EndpointStore, "lock">;
  readonly deliveries: Pick<DeliveryStore, "enqueueTest">;
}

/** Sends an event that says it is a test, the way all go: through the outbox. Returns the delivery's id. */
export function createTestEndpoint(newId: () => string, now: Clock) {
  return async ({ endpoints, deliveries }: Stores, chatbotId: ChatbotId, id: EndpointId): Promise<string> => {
    requireWorking(await knownEndpoint(endpoints, chatbotId, id));
    const event = {
      type: "chatbot.endpoint_tested",
      id: newId() as EventId,
      chatbotId,
      occurredAt: now(),
      endpointId: id,
    } as const;
    return deliveries.enqueueTest(event, id);
  };
}
