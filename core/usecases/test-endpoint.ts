import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { DeliveryStore } from "./delivery-store.ts";
import type { EndpointStore } from "./endpoint-store.ts";
import { knownEndpoint, requireWorking } from "./known-endpoint.ts";

interface Stores {
  readonly endpoints: Pick<EndpointStore, "lock">;
  readonly deliveries: Pick<DeliveryStore, "enqueueTest">;
}

/** Sends an event that says it is a test, the way all go: through the outbox. Returns the delivery's id. */
export async function testEndpoint(
  { endpoints, deliveries }: Stores,
  chatbotId: ChatbotId,
  id: EndpointId,
): Promise<string> {
  requireWorking(await knownEndpoint(endpoints, chatbotId, id));
  return deliveries.enqueueTest(chatbotId, id);
}
