import type { Effect } from "../adapter.ts";

/** What became of one event at one destination. */
export interface DeliveryRecord {
  readonly deliveryId: string;
  readonly adapter: string;
  readonly account: string;
  readonly address: string;
  readonly effect: Effect;
  readonly eventType: string;
  readonly episode: number | null;
  readonly state: "pending" | "sending" | "delivered" | "superseded" | "rejected" | "dead";
  readonly reason: string | null;
  readonly ref: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
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
