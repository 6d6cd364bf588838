/** What passes between the workers and the outbox in storage. */
import type { Effect } from "../adapter.ts";
import type { DeskEvent } from "../domain/events.ts";
import type { ChatbotId, DeliveryId } from "../domain/ids.ts";

/** A lane that this instance holds: nobody else works it while the fence stands. */
export interface HeldLane {
  readonly chatbotId: ChatbotId;
  readonly key: string;
  readonly adapter: string;
  readonly account: string;
  readonly address: string;
  readonly fence: number;
}

/** One attempt at a delivery, already counted. */
export interface Work {
  readonly lane: HeldLane;
  readonly delivery: {
    readonly id: DeliveryId;
    readonly effect: Effect;
    readonly body: string | null;
    readonly attempt: number;
    readonly failures: number;
    readonly firstAttemptAt: Date;
    readonly uncertainSince: Date | null;
    readonly looks: number;
    /** What an earlier attempt posted, if it said so. */
    readonly ref: string | null;
    readonly event: DeskEvent;
  };
  /** Failures in a row at this destination; null while it is well. */
  readonly unwell: Unwell | null;
}

export interface Unwell {
  readonly health: "ok" | "open" | "paused";
  readonly failures: number;
  /** When the next probe may go. */
  readonly openUntil: Date | null;
}

/** A delivery that is over, with nothing more to record than that. */
export interface Settled {
  readonly work: Work;
  readonly state: "delivered" | "superseded" | "rejected" | "dead";
  readonly reason: string | null;
  readonly ref: string | null;
  readonly ms: number;
  /** Somebody can know of it now. */
  readonly reached: boolean;
}

export function destinationKey(adapter: string, account: string, address: string): string {
  return `${adapter} ${account} ${address}`;
}
