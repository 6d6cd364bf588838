import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { WebhookEndpoint } from "../domain/webhook-endpoint.ts";
import type { EndpointStore } from "./endpoint-store.ts";
import { knownEndpoint } from "./known-endpoint.ts";

export type EndpointChange = Partial<Omit<WebhookEndpoint, "id">>;

/**
 * Gives an endpoint what is new of it. Enabling it, or giving it another URL, is how people say that it is mended:
 * what waited is sent. Disabled, nothing is sent, and nothing new is planned for it.
 */
export async function changeEndpoint(
  endpoints: EndpointStore,
  chatbotId: ChatbotId,
  id: EndpointId,
  change: EndpointChange,
): Promise<void> {
  const { endpoint: before } = await knownEndpoint(endpoints, chatbotId, id);
  const after = { ...before, ...change };
  await endpoints.save(chatbotId, after);
  const isMended = change.enabled === true || after.url !== before.url;
  if (!after.enabled) await endpoints.hold(chatbotId, id, "It was disabled.");
  else if (isMended) await endpoints.resume(chatbotId, id);
}
