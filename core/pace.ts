/** Waits for a turn. Resolves to 0 when it is there, or at once to the milliseconds after which to come again. */
export type Pace = (bucket: string, signal: AbortSignal) => Promise<number>;

export interface Rate {
  readonly everyMs: number;
  /** So many may go at once after a quiet time. */
  readonly burst: number;
}

/** Longer than this nobody waits here: the delivery goes back, so that it does not keep a worker from other channels. */
const patienceMs = 3000;

/** Token buckets in this process; other instances are seen only through Slack's 429. */
export function createPace({ everyMs, burst }: Rate, clock: () => number = () => performance.now()): Pace {
  /** When each bucket would be full again if nobody took anything more. */
  const fullAt = new Map<string, number>();

  return async (bucket, signal) => {
    const now = clock();
    for (const [known, at] of fullAt) if (at <= now) fullAt.delete(known);
    const full = (fullAt.get(bucket) ?? now) + everyMs;
    const wait = full - now - burst * everyMs;
    if (wait > patienceMs) return Math.ceil(wait);
    fullAt.set(bucket, full);
    await sleep(wait, signal);
    return 0;
  };
}

/** Never rejects: an ended signal only ends the wait. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
