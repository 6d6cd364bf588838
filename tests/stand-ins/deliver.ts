import { setMaxListeners } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { Delivery, DeliveryOptions, Outcome } from "./callback.ts";
import type { CallbackMisdeed } from "./misbehaviour.ts";

interface Wires<Callback, Options> {
  misdeedFor(callback: Callback): CallbackMisdeed | undefined;
  /** Waits before the second and every further attempt; none for what is sent once. */
  retryDelaysMs(callback: Callback, options: Options): readonly number[];
  /** Whether no further attempt is needed. */
  isHeard(outcome: Outcome): boolean;
  send(callback: Callback, attempt: Attempt, options: Options): Promise<Outcome>;
}

export interface Attempt {
  readonly number: number;
  /** What came of the one before. */
  readonly last: Outcome;
  readonly signal: AbortSignal;
}

export type Deliveries<Callback, Options extends DeliveryOptions> = ReturnType<
  typeof createDeliveries<Callback, Options>
>;

/** Sends callbacks to whoever listens, again where the platform does, and keeps what came of it. */
export function createDeliveries<Callback, Options extends DeliveryOptions>(wires: Wires<Callback, Options>) {
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const record: Delivery<Callback>[] = [];
  const underWay = new Set<Promise<unknown>>();

  /** Resolves with the first copy's last outcome. */
  async function deliver(callback: Callback, options: Options): Promise<Outcome> {
    const misdeed = wires.misdeedFor(callback);
    const delay = (options.delayMs ?? 0) + (misdeed?.how === "deliver_late" ? misdeed.ms : 0);
    const copies = options.duplicate || misdeed?.how === "deliver_twice" ? 2 : 1;
    const sends = Array.from({ length: copies }, () => track(deliverCopy(callback, delay, options)));
    const [first] = await Promise.all(sends);
    return first ?? unheard;
  }

  async function deliverCopy(callback: Callback, delayMs: number, options: Options): Promise<Outcome> {
    const delivery: Delivery<Callback> = { callback, attempts: [] };
    record.push(delivery);
    let last = unheard;
    for (const [number, before] of [delayMs, ...wires.retryDelaysMs(callback, options)].entries()) {
      if (before > 0) await wait(before, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) break;
      last = await wires.send(callback, { number, last, signal: stopping.signal }, options);
      delivery.attempts.push(last);
      if (wires.isHeard(last)) break;
    }
    return last;
  }

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  }

  return {
    deliver,
    record,
    /** Resolves when nothing is under way, waits before retries included. */
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    stop: () => stopping.abort(),
  };
}

export const unheard: Outcome = {
  via: "nobody",
  status: null,
  body: "",
  tookMs: 0,
  tookTooLong: false,
  error: "Nobody listens.",
};
