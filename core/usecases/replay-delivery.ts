import { DomainError } from "../domain/errors.ts";
import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { DeliveryStore } from "./delivery-store.ts";
import type { EndpointStore } from "./endpoint-store.ts";
import { knownEndpoint, requireWorking } from "./known-endpoint.ts";

interface Stores {
  readonly endpoints: Pick<EndpointStore, "lock">;
  readonly deliveries: Pick<DeliveryStore, "stateOf" | "replay">;
}

/** Sends the same event once more: the same bytes under the same id, as further attempts of the same delivery. */
export async function replayDelivery(
  { endpoints, deliveries }: Stores,
  chatbotId: ChatbotId,
  id: EndpointId,
  delivery: string,
): Promise<void> {
  const standing = await knownEndpoint(endpoints, chatbotId, id);
  const state = await deliveries.stateOf(chatbotId, id, delivery);
  if (state === null) unknownDelivery(delivery);
  requireWorking(standing);
  if ((await deliveries.replay(chatbotId, [delivery])) === 1) return;
  throw new DomainError("conflict", `This delivery is ${state}: it is on its way, and need not be sent again.`);
}

export function unknownDelivery(delivery: string): never {
  throw new DomainError(
    "delivery_not_found",
    `There is no delivery ${delivery} here: those that are over are kept for 30 days.`,
  );
}
