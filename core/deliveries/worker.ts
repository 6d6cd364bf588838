import { setMaxListeners } from "node:events";
import type { Adapter, Log, Outcome } from "../adapter.ts";
import { attempt } from "./attempt.ts";
import { byChatbot } from "./by-chatbot.ts";
import { createHands } from "./hands.ts";
import { insist } from "./insist.ts";
import type { Advanced, DueLane, OutboxStore } from "./outbox-store.ts";
import { createPatience } from "./patience.ts";
import { createPolls } from "./polls.ts";
import { createSettler } from "./settler.ts";
import { judge, type Verdict } from "./verdict.ts";
import { destinationKey, type HeldLane, type Work } from "./work.ts";

export interface WorkerOptions {
  readonly adapters: readonly Adapter[];
  readonly store: OutboxStore;
  readonly log: Log;
  readonly now: () => Date;
  /** Lanes worked at the same time. */
  readonly concurrency: number;
  readonly perDestination: number;
  /** How long one attempt may take. */
  readonly budgetMs: number;
  readonly pollMs: number;
  readonly lost?: (adapter: string, state: "rejected" | "dead") => void;
  readonly observe?: (work: Work, outcome: Outcome["kind"], ms: number) => void;
}

export type Worker = ReturnType<typeof createWorker>;

/** Works lanes: claims those that are due, delivers in order, settles each outcome before the next goes out. */
export function createWorker(options: WorkerOptions) {
  const { store, log, now } = options;
  const adapters = new Map(options.adapters.map((adapter) => [adapter.name, adapter]));
  const names = [...adapters.keys()];
  const hands = createHands({ inAll: options.concurrency, perDestination: options.perDestination });
  const patience = createPatience();
  const settler = createSettler(store);
  const shutdown = new AbortController();
  // Every attempt in flight listens.
  setMaxListeners(0, shutdown.signal);
  const running = new Map<Promise<void>, HeldLane>();
  let stopping = false;
  let unwell = new Set<string>();
  const polls = createPolls(claimDue, { everyMs: options.pollMs, log });
  /** Something due may have been left because there was no hand for it: whoever has one free again looks for it. */
  let mayWait = false;

  async function claimDue(): Promise<void> {
    const wanted = hands.free();
    mayWait = true;
    if (wanted <= 0) return;
    const full = hands.full();
    const due = await store.findDue(names, full, wanted);
    mayWait = due.length === wanted || full.length > 0;
    const mine = due.filter((lane) => hands.take(lane.adapter, lane.account, lane.address));
    await Promise.all([...byChatbot(mine, (lane) => lane.chatbotId).values()].map(claim));
    // As many as were asked for: there may be more.
    if (due.length === wanted && hands.free() > 0) polls.now();
  }

  async function claim(part: readonly DueLane[]): Promise<void> {
    const [first] = part;
    if (!first) return;
    const got = new Set<string>();
    try {
      const { work, empty } = await store.claim(first.chatbotId, part);
      for (const each of work) {
        got.add(each.lane.key);
        start(each.lane, each);
      }
      for (const lane of empty) {
        got.add(lane.key);
        start(lane, "again");
      }
    } finally {
      for (const lane of part) if (!got.has(lane.key)) hands.letGo(lane.adapter, lane.account, lane.address);
    }
  }

  function start(lane: HeldLane, first: Advanced): void {
    const run = workLane(lane, first)
      .catch((error) => log.warn({ lane: lane.key, err: reasonOf(error) }, "a lane was left; it is taken up again"))
      .finally(() => {
        running.delete(run);
        hands.letGo(lane.adapter, lane.account, lane.address);
        if (mayWait) polls.now();
      });
    running.set(run, lane);
  }

  async function workLane(lane: HeldLane, first: Advanced): Promise<void> {
    let next = first;
    while (next !== "done" && next !== "lost") {
      if (next === "again") {
        next = await durably(() => settler.advance({ lane, settled: null }));
      } else {
        if (!(await mayGo(next))) return durably(() => store.park(lane));
        const advanced = await deliver(next);
        if (advanced === "let go") {
          mayWait = true;
          return;
        }
        next = advanced;
      }
    }
  }

  async function mayGo({ lane, unwell: state }: Work): Promise<boolean> {
    if (stopping) return false;
    if (state?.health === "paused") return false;
    if (state?.health === "open") return state.openUntil !== null && (await store.mayProbe(lane, state.openUntil));
    return true;
  }

  async function deliver(work: Work): Promise<Advanced | "let go"> {
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
    const outcome = await attempt(adapter, work, context, shutdown.signal, options);
    const ms = performance.now() - started;
    options.observe?.(work, outcome.kind, ms);
    if (outcome.kind === "retry" && outcome.afterMs !== undefined && outcome.scope) {
      patience.ask(name, account, address, outcome.scope, outcome.afterMs);
    }
    return conclude(work, outcome, startedAt, ms, context.notice?.seq ?? null);
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
        return durably(() => close(work, verdict, ms, shownSeq));
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

  async function close(
    work: Work,
    verdict: Extract<Verdict, { kind: "over" }>,
    ms: number,
    shownSeq: number | null,
  ): Promise<Advanced> {
    const { lane, delivery } = work;
    const { state, reason, ref, reached } = verdict;
    if (state === "rejected" || state === "dead") await tellLost(work, state, reason);
    if (state === "delivered" && work.unwell) {
      await store.heal(lane);
      mayWait = true;
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
    options.lost?.(lane.adapter, state);
  }

  /** An outcome that is known must not be lost because the database is away for a while. */
  function durably<T>(write: () => Promise<T>): Promise<T> {
    return insist(write, {
      signal: shutdown.signal,
      onFailure: (error) => log.warn({ err: reasonOf(error) }, "waiting for the database"),
    });
  }

  /** Where not to go straight from a commit; returns how many destinations are paused or shut off. */
  async function refreshUnwell(): Promise<number> {
    const all = await store.readUnwell();
    unwell = new Set(all.map((each) => destinationKey(each.adapter, each.account, each.address)));
    return all.filter((each) => each.health !== "ok").length;
  }

  return {
    /** Keeps a slot for a lane that is about to be committed; false where others have to do it. */
    reserve(adapter: string, account: string, address: string): boolean {
      if (stopping || !adapters.has(adapter)) return false;
      if (unwell.has(destinationKey(adapter, account, address)) || patience.left(adapter, account, address) > 0)
        return false;
      return hands.take(adapter, account, address);
    },
    release: hands.letGo,
    serves: (adapter: string) => adapters.has(adapter),

    /** Works what a transaction claimed for this instance; its slot is already kept. */
    goOn(work: Work): void {
      start(work.lane, work);
    },

    /** Something is due: look now instead of at the next poll. */
    wake: polls.now,

    refreshUnwell,
    inHand: () => hands.total(),
    heldLanes: () => [...running.values()].map((lane) => lane.key),
    /** Milliseconds since the outbox was last read. */
    sinceLastPoll: polls.sinceLast,
    begin: polls.now,

    /** Lets attempts in flight end, for so long; nothing new is begun. */
    async stop(withinMs: number): Promise<void> {
      stopping = true;
      polls.stop();
      const cut = setTimeout(() => shutdown.abort(), withinMs);
      await Promise.all(running.keys());
      clearTimeout(cut);
      shutdown.abort();
    },
  };
}

/** Not tried at all, so what was uncertain remains so: "retry" would say that it did not arrive. */
function patiently({ delivery }: Work, ms: number): Outcome {
  const reason = "The platform asked for patience.";
  return delivery.uncertainSince
    ? { kind: "ambiguous", after: "unable", reason, lookAfterMs: ms }
    : { kind: "retry", reason, afterMs: ms };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
