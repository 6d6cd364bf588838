import { DomainError } from "../domain/errors.ts";
import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { EndpointStanding, EndpointStore } from "./endpoint-store.ts";

/** One of the chatbot's own; another's is as unknown as one that does not exist. */
export async function knownEndpoint(
  endpoints: Pick<EndpointStore, "lock">,
  chatbotId: ChatbotId,
  id: EndpointId,
): Promise<EndpointStanding> {
  return (await endpoints.lock(chatbotId, id)) ?? unknownEndpoint(id);
}

export function unknownEndpoint(id: EndpointId): never {
  throw new DomainError(
    "endpoint_not_found",
    `There is no webhook endpoint ${id}. GET the list to see those there are.`,
  );
}

/** Nothing is sent there now: whoever wants something sent is told what to do first. */
export function requireWorking({ endpoint, health, reason }: EndpointStanding): void {
  if (!endpoint.enabled) {
    throw new DomainError("conflict", "This endpoint is disabled. Enable it first: PATCH it with enabled true.");
  }
  if (health === "paused") {
    const why = reason === null ? "" : ` (${reason})`;
    throw new DomainError(
      "conflict",
      `This endpoint is paused${why}. Resume it first: what waited is then sent as well.`,
    );
  }
}
