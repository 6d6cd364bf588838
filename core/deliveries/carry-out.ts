import type { Adapter, Log, Outcome } from "../adapter.ts";
import { attempt } from "./attempt.ts";
import { longPatienceMs } from "./circuit.ts";
import type { Advanced, OutboxStore } from "./outbox-store.ts";
import type { Patience } from "./patience.ts";
import { maxRetryAfterMs } from "./retry-schedule.ts";
import type { Settler } from "./settler.ts";
import { judge, type Verdict } from "./verdict.ts";
import type { Work } from "./work.ts";

export interface CarryOutParts {
  readonly adapters: ReadonlyMap<string, Adapter>;
  readonly store: OutboxStore;
  readonly settler: Settler;
  readonly patience: Patience;
  readonly log: Log;
  readonly now: () => Date;
  readonly shutdown: AbortSignal;
  readonly budgetMs: number;
  /** An outcome that is known must not be lost because the database is away for a while. */
  readonly durably: <T>(write: () => Promise<T>) => Promise<T>;
  /** A destination answered again: what waited for it may go. */
  readonly healed: () => void;
  readonly lost: ((adapter: string, state: "rejected" | "dead") => void) | undefined;
  readonly observe: ((work: Work, outcome: Outcome["kind"], ms: number) => void) | undefined;
}

/** What goes straight from a commit asks no database whether a destination is shut; it knows a moment later. */
const untilKnownMs = 2_000;

/** Makes one attempt at a delivery, and records what it means: its lane's next delivery, or that the lane was let go. */
export function createCarryOut(parts: CarryOutParts) {
  const { adapters, store, settler, patience, log, now, durably } = parts;

  async function carryOut(work: Work): Promise<Advanced | "let go"> {
    const adapter = adapters.get(work.lane.adapter);
    if (!adapter) throw new Error(`No adapter ${work.lane.adapter}.`);
    const { adapter: name, account, address } = work.lane;
    const asked = patience.left(name, account, address);
    if (asked > 0) return conclude(work, patiently(work, asked), now(), 0, null);
    const { uncertainSince, ref, event } = work.delivery;
    if (uncertainSince && ref !== null && work.delivery.effect !== "copy") {
      // The platform's own receipt came while we were unsure.
      return conclude(work, { kind: "delivered", posted: ref }, now(), 0, "seq" in event ? event.seq : null);
    }
    const context =
      work.delivery.body === null ? await durably(() => store.context(work)) : { notice: null, card: null };
    const startedAt = now();
    const started = performance.now();
    const outcome = await attempt(adapter, work, context, parts.shutdown, parts);
    const ms = performance.now() - started;
    parts.observe?.(work, outcome.kind, ms);
    await heed(work, outcome);
    return conclude(work, outcome, startedAt, ms, context.notice?.seq ?? null);
  }

  /** A platform that asks for patience gets it from everything that is for it, not from this delivery alone. */
  async function heed({ lane }: Work, outcome: Outcome): Promise<void> {
    if (outcome.kind !== "retry" || outcome.afterMs === undefined || !outcome.scope) return;
    const ms = Math.min(outcome.afterMs, maxRetryAfterMs);
    const isShut = outcome.scope === "address" && ms >= longPatienceMs;
    patience.ask(lane.adapter, lane.account, lane.address, outcome.scope, isShut ? untilKnownMs : ms);
    if (isShut) await durably(() => store.shut(lane, outcome.reason, ms));
  }

  async function conclude(
    work: Work,
    outcome: Outcome,
    startedAt: Date,
    ms: number,
    shownSeq: number | null,
  ): Promise<Advanced | "let go"> {
    const { lane, delivery } = work;
    const verdict = judge(work, outcome, { startedAt, ms, random: Math.random() });
    switch (verdict.kind) {
      case "over":
        return over(work, verdict, ms, shownSeq);
      case "later":
        if (verdict.failed) await durably(() => store.countFailure(lane, verdict.to.reason));
        await durably(() => store.postpone(work, verdict.to));
        return "let go";
      case "broken":
        log.warn(
          { adapter: lane.adapter, address: lane.address, delivery: delivery.id, reason: verdict.reason },
          "a destination is paused",
        );
        await durably(() => store.refuse(work, verdict.scope, verdict.reason, ms));
        return "let go";
    }
  }

  async function over(
    work: Work,
    verdict: Extract<Verdict, { kind: "over" }>,
    ms: number,
    shownSeq: number | null,
  ): Promise<Advanced> {
    const advanced = await durably(() => close(work, verdict, ms, shownSeq));
    const { state, reason } = verdict;
    // Once it is on record, and by whoever put it there.
    if ((state === "rejected" || state === "dead") && advanced !== "lost") await tellLost(work, state, reason);
    return advanced;
  }

  async function close(
    work: Work,
    verdict: Extract<Verdict, { kind: "over" }>,
    ms: number,
    shownSeq: number | null,
  ): Promise<Advanced> {
    const { lane, delivery } = work;
    const { state, reason, ref, reached } = verdict;
    if (state === "delivered" && work.unwell) {
      await store.heal(lane);
      parts.healed();
    }
    if (state !== "delivered" || delivery.effect !== "card" || shownSeq === null) {
      return settler.advance({ lane, settled: { work, state, reason, ref, ms, reached } });
    }
    await store.recordCard(work, ref, shownSeq, ms);
    return settler.advance({ lane, settled: null });
  }

  /** Nobody is going to see it. */
  async function tellLost({ lane, delivery }: Work, state: "rejected" | "dead", reason: string | null): Promise<void> {
    const { effect, event, id } = delivery;
    const destination = await store.labelOf(lane).catch(() => null);
    const what = { adapter: lane.adapter, destination, delivery: id, effect, event: event.type, reason };
    if (state === "dead") log.error(what, "a delivery was given up");
    else log.warn(what, "a delivery was refused for good");
    parts.lost?.(lane.adapter, state);
  }

  return carryOut;
}

/** Not tried at all, so what was uncertain remains so: "retry" would say that it did not arrive. */
function patiently({ delivery }: Work, ms: number): Outcome {
  const reason = "The platform asked for patience.";
  return delivery.uncertainSince
    ? { kind: "ambiguous", after: "unable", reason, lookAfterMs: ms }
    : { kind: "retry", reason, afterMs: ms };
}
