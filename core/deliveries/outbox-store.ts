/** What the workers ask of storage. */
import type { ChatbotId } from "../domain/ids.ts";
import type { EscalationNotice } from "../domain/notice.ts";
import type { HeldLane, Settled, Unwell, Work } from "./work.ts";

export interface DueLane {
  readonly chatbotId: ChatbotId;
  readonly key: string;
  readonly claims: number;
  readonly adapter: string;
  readonly account: string;
  readonly address: string;
}

export interface Claimed {
  readonly work: readonly Work[];
  /** Held, but with nothing in them any more. */
  readonly empty: readonly HeldLane[];
}

/** A lane whose delivery is over, or (`settled` null) one whose next delivery is asked for. */
export interface Advance {
  readonly lane: HeldLane;
  readonly settled: Settled | null;
}

/** What became of a lane: its next delivery, "done" (empty and deleted), "again" (something came in meanwhile), "lost" (to another instance). */
export type Advanced = Work | "done" | "again" | "lost";

export interface Postponement {
  readonly outcome: "retry" | "ambiguous" | "refused";
  readonly reason: string;
  readonly ms: number;
  /** Held against the delivery. */
  readonly failed: boolean;
  readonly uncertainSince: Date | null;
  readonly looks: number;
  /** Milliseconds until the next attempt; "parked": until the destination is well again. */
  readonly wait: number | "parked";
  /** It waited too long for the rest: it goes on in a lane of its own. */
  readonly alone: boolean;
}

export interface Unhealthy extends Unwell {
  readonly chatbotId: ChatbotId;
  readonly adapter: string;
  readonly account: string;
  readonly address: string;
  readonly reason: string | null;
  /** Its owner wants it so: nothing is wrong with it. */
  readonly held: boolean;
}

export interface Context {
  readonly notice: EscalationNotice | null;
  /** The card of the event's episode at this destination. */
  readonly card: string | null;
}

export interface OutboxStore {
  /** Lanes whose time has come, of these adapters, except of destinations (`destinationKey`) that have enough in hand. */
  findDue(adapters: readonly string[], full: readonly string[], limit: number): Promise<readonly DueLane[]>;
  /** Takes lanes of one chatbot and counts an attempt at the first delivery of each. */
  claim(chatbotId: ChatbotId, lanes: readonly DueLane[]): Promise<Claimed>;
  /** Settles and moves on, in one commit. By what was asked. */
  advance(batch: readonly Advance[]): Promise<ReadonlyMap<Advance, Advanced>>;
  /** What a delivery without frozen bytes needs to know. */
  context(work: Work): Promise<Context>;
  /** A card now shows how things stood at `seq`. False if the lane was lost. */
  recordCard(work: Work, ref: string | null, seq: number, ms: number): Promise<boolean>;
  postpone(work: Work, to: Postponement): Promise<boolean>;
  /** The destination is broken: paused, its owner told through another one, its lanes parked. */
  refuse(work: Work, scope: "address" | "account", reason: string, ms: number): Promise<void>;
  countFailure(lane: HeldLane, reason: string): Promise<void>;
  /** It asked for patience: everything for it waits for so long, and is then led by a probe. */
  shut(lane: HeldLane, reason: string, ms: number): Promise<void>;
  /** Of all lanes waiting for an open circuit, one may go. */
  mayProbe(lane: HeldLane, openUntil: Date): Promise<boolean>;
  heal(lane: HeldLane): Promise<void>;
  /** Lets go of a lane, at no cost of an attempt, until its destination is well. */
  park(lane: HeldLane): Promise<void>;
  readUnwell(): Promise<readonly Unhealthy[]>;
  /** What its owner calls a destination; null where it has no name. */
  labelOf(lane: HeldLane): Promise<string | null>;
}
