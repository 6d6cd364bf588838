import { DomainError } from "../domain/errors.ts";
import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { EndpointStore } from "./endpoint-store.ts";
import { knownEndpoint } from "./known-endpoint.ts";

/** The receiver is mended: what waited is sent, in order. */
export async function resumeEndpoint(endpoints: EndpointStore, chatbotId: ChatbotId, id: EndpointId): Promise<void> {
  const { endpoint } = await knownEndpoint(endpoints, chatbotId, id);
  if (!endpoint.enabled) {
    throw new DomainError(
      "conflict",
      "This endpoint is disabled, not paused. Enable it: PATCH it with enabled true, which resumes it too.",
    );
  }
  await endpoints.resume(chatbotId, id);
}
