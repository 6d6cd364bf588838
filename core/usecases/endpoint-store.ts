/** What the use cases about webhook endpoints ask of storage: all of it in one transaction. */
import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { WebhookEndpoint } from "../domain/webhook-endpoint.ts";

export interface EndpointStanding {
  readonly endpoint: WebhookEndpoint;
  /** open: it failed so often in a row that it is only probed. paused: nothing is sent until it is resumed. */
  readonly health: "ok" | "open" | "paused";
  /** What failed last, or why it is paused. */
  readonly reason: string | null;
  /** The first failure in a row; null while it is well. */
  readonly failingSince: Date | null;
  /** The secret before this one still signs, until then. */
  readonly previousSecretUntil: Date | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

export interface EndpointStore {
  /** False if the chatbot has `most` of them already. */
  add(chatbotId: ChatbotId, endpoint: WebhookEndpoint, secret: string, most: number): Promise<boolean>;
  /** Nobody else changes it until the transaction is over. */
  lock(chatbotId: ChatbotId, id: EndpointId): Promise<EndpointStanding | null>;
  save(chatbotId: ChatbotId, endpoint: WebhookEndpoint): Promise<void>;
  /** From now on this secret signs, and until then the one there was. */
  replaceSecret(chatbotId: ChatbotId, id: EndpointId, secret: string, keepOldUntil: Date): Promise<void>;
  /** What waits for it is over. */
  remove(chatbotId: ChatbotId, id: EndpointId): Promise<void>;
  /** Nothing is sent until it is resumed; what waits is kept. */
  hold(chatbotId: ChatbotId, id: EndpointId, reason: string): Promise<void>;
  /** What waited goes on, in order. */
  resume(chatbotId: ChatbotId, id: EndpointId): Promise<void>;
}
