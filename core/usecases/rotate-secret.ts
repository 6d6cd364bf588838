import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { EndpointStore } from "./endpoint-store.ts";
import { knownEndpoint } from "./known-endpoint.ts";
import type { Clock } from "./ports.ts";

/** How long receivers have to learn the new secret: so long, both sign. */
const bothSignMs = 24 * 3_600_000;

export interface RotatedSecret {
  /** Shown once; kept encrypted. */
  readonly secret: string;
  readonly previousUntil: Date;
}

/** A second rotation within that time leaves the last two: never three. */
export function createRotateSecret(newSecret: () => string, now: Clock) {
  return async (endpoints: EndpointStore, chatbotId: ChatbotId, id: EndpointId): Promise<RotatedSecret> => {
    await knownEndpoint(endpoints, chatbotId, id);
    const secret = newSecret();
    const previousUntil = new Date(now().getTime() + bothSignMs);
    await endpoints.replaceSecret(chatbotId, id, secret, previousUntil);
    return { secret, previousUntil };
  };
}
