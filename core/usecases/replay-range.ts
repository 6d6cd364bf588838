import { DomainError } from "../domain/errors.ts";
import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { DeliveryStore, ReplayRange } from "./delivery-store.ts";
import type { EndpointStore } from "./endpoint-store.ts";
import { knownEndpoint, requireWorking } from "./known-endpoint.ts";

interface Stores {
  readonly endpoints: Pick<EndpointStore, "lock">;
  readonly deliveries: Pick<DeliveryStore, "findToReplay" | "replay">;
}

/** As many go back at once; the rest by asking again after the last one. */
const mostAtOnce = 1_000;

export interface Replayed {
  readonly count: number;
  /** Ask again after this delivery; null when that was all. */
  readonly next: string | null;
}

/** Sends what was made for an endpoint in a time once more, in order. */
export async function replayRange(
  { endpoints, deliveries }: Stores,
  chatbotId: ChatbotId,
  id: EndpointId,
  range: ReplayRange,
): Promise<Replayed> {
  const standing = await knownEndpoint(endpoints, chatbotId, id);
  if (range.since >= range.until) throw new DomainError("unprocessable", "since: must be before until.");
  requireWorking(standing);
  const found = await deliveries.findToReplay(chatbotId, id, range, mostAtOnce);
  const count = found.length === 0 ? 0 : await deliveries.replay(chatbotId, found);
  return { count, next: found.length === mostAtOnce ? (found.at(-1) ?? null) : null };
}
