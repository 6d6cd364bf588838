import type { ChatbotId } from "../domain/ids.ts";
import type { ApiKeyStore } from "./api-key-store.ts";
import type { SettingsStore } from "./change-settings.ts";
import type { DeliveryStore } from "./delivery-store.ts";
import type { EndpointStore } from "./endpoint-store.ts";

/** All that can be changed through the API, in one transaction. */
export interface Stores {
  readonly endpoints: EndpointStore;
  readonly deliveries: DeliveryStore;
  readonly keys: ApiKeyStore;
  readonly settings: SettingsStore;
}

/** What a request was answered. */
export interface Answer {
  readonly status: number;
  /** JSON; undefined for an answer without a body. */
  readonly body?: unknown;
}

/** A request that may come twice. */
export interface Repeatable {
  /** The caller's own name for it. */
  readonly key: string;
  /** A hash of all that it asks for. */
  readonly request: Buffer;
}

export interface Transactions {
  /** All of it, or nothing. */
  transact<T>(act: (stores: Stores) => Promise<T>): Promise<T>;
  /**
   * All of it, and the memory of its answer, or nothing. Whoever comes again with the same gets the same answer, and
   * nothing is done; a request of the same key that asks for something else fails with idempotency_conflict.
   */
  once(chatbotId: ChatbotId, repeatable: Repeatable, act: (stores: Stores) => Promise<Answer>): Promise<Answer>;
  /** What was answered before; null for what is new. */
  answered(chatbotId: ChatbotId, repeatable: Repeatable): Promise<Answer | null>;
}
