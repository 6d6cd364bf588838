import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { EndpointStore } from "./endpoint-store.ts";
import { knownEndpoint } from "./known-endpoint.ts";

export async function removeEndpoint(endpoints: EndpointStore, chatbotId: ChatbotId, id: EndpointId): Promise<void> {
  await knownEndpoint(endpoints, chatbotId, id);
  await endpoints.remove(chatbotId, id);
}
