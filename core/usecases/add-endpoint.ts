import { DomainError } from "../domain/errors.ts";
import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { WebhookEndpoint } from "../domain/webhook-endpoint.ts";
import type { EndpointStore } from "./endpoint-store.ts";

export const mostEndpoints = 20;

export interface AddedEndpoint {
  readonly endpoint: WebhookEndpoint;
  /** Shown once; kept encrypted. */
  readonly secret: string;
}

export function createAddEndpoint(newId: () => string, newSecret: () => string) {
  return async (
    endpoints: EndpointStore,
    chatbotId: ChatbotId,
    wanted: Omit<WebhookEndpoint, "id">,
  ): Promise<AddedEndpoint> => {
    const endpoint = { id: newId() as EndpointId, ...wanted };
    const secret = newSecret();
    if (await endpoints.add(chatbotId, endpoint, secret, mostEndpoints)) return { endpoint, secret };
    throw new DomainError(
      "unprocessable",
      `This chatbot has ${mostEndpoints} webhook endpoints, and no more fit: remove one, or change one.`,
    );
  };
}
