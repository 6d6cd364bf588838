import type { EndpointId } from "../domain/ids.ts";

/** Where the deliveries of an endpoint go: not by its URL, which may change under them. */
export function webhookPlace(id: EndpointId) {
  return { adapter: "webhooks", account: "webhooks", address: id } as const;
}
