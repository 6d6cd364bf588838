import { setMaxListeners } from "node:events";
import type { Adapter, Log, Outcome } from "../adapter.ts";
import { byChatbot } from "./by-chatbot.ts";
import { createCarryOut } from "./carry-out.ts";
import { createHands } from "./hands.ts";
import { insist } from "./insist.ts";
import type { Advanced, DueLane, OutboxStore, Unhealthy } from "./outbox-store.ts";
import { createPatience } from "./patience.ts";
import { createPolls } from "./polls.ts";
import { createSettler } from "./settler.ts";
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
  const { store, log } = options;
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
  const carryOut = createCarryOut({
    ...{ adapters, store, settler, patience, log, durably },
    now: options.now,
    shutdown: shutdown.signal,
    budgetMs: options.budgetMs,
    healed: () => {
      mayWait = true;
    },
    lost: options.lost,
    observe: options.observe,
  });
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
        const advanced = await carryOut(next);
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

  /** An outcome that is known must not be lost because the database is away for a while. */
  function durably<T>(write: () => Promise<T>): Promise<T> {
    return insist(write, {
      signal: shutdown.signal,
      onFailure: (error) => log.warn({ err: reasonOf(error) }, "waiting for the database"),
    });
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

    /** Where not to go straight from a commit. */
    knowUnwell(all: readonly Unhealthy[]): void {
      unwell = new Set(all.map((each) => destinationKey(each.adapter, each.account, each.address)));
    },
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

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
