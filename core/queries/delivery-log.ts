import type { Effect } from "../adapter.ts";
import type { ChatbotId, EndpointId } from "../domain/ids.ts";

export const deliveryStates = ["pending", "sending", "delivered", "superseded", "rejected", "dead"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** What became of one event at one destination. */
export interface DeliveryRecord {
  readonly deliveryId: string;
  readonly adapter: string;
  readonly account: string;
  readonly address: string;
  readonly effect: Effect;
  readonly eventId: string;
  readonly eventType: string;
  readonly conversationId: string | null;
  readonly episode: number | null;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly ref: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
  /** The platform's own word that it is where it was meant to be. */
  readonly confirmedAt: Date | null;
  /** It held its lane up for too long and goes on alone. */
  readonly late: boolean;
  readonly attempts: readonly {
    readonly attempt: number;
    readonly at: string;
    readonly ms: number | null;
    readonly outcome: string;
    readonly reason: string | null;
  }[];
}

export interface DeliveryFilter {
  /** Of this webhook endpoint only. */
  readonly endpoint: EndpointId | null;
  readonly states: readonly DeliveryState[] | null;
  /** Only what is older than this delivery. */
  readonly before: string | null;
}

/** A chatbot's deliveries, newest first. */
export interface DeliveryLog {
  list(chatbotId: ChatbotId, filter: DeliveryFilter, most: number): Promise<readonly DeliveryRecord[]>;
  read(chatbotId: ChatbotId, delivery: string): Promise<DeliveryRecord | null>;
}
