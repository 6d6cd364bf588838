import { type Log, type Pace, sleep } from "../../core/index.ts";
import { type Activity, placeIn } from "./activity.ts";
import type { Connector, Sent } from "./connector.ts";
import { failureOf } from "./errors.ts";

interface Wiring {
  readonly connector: (serviceUrl: string) => Connector;
  /** The channel's own: answers count as posts do. */
  readonly pace: Pace;
  readonly log: Log;
}

const answeredWithinMs = 10_000;
/** Whoever asked has gone on by then. */
const longestWaitMs = 60_000;

/** Answers where an activity came from, at the channel's pace. Never awaited; what fails is tried twice more. */
export function createAnswer({ connector, pace, log }: Wiring, pausesMs: readonly number[] = [1_000, 5_000]) {
  /** Until when Teams wants to be left alone in a channel. */
  const held = new Map<string, number>();

  async function answer(activity: Activity, sent: Sent): Promise<void> {
    const bucket = placeIn(activity)?.channelId ?? activity.conversation.id;
    const signal = AbortSignal.timeout(2 * longestWaitMs);
    for (const pauseMs of [...pausesMs, null]) {
      await sleep((held.get(bucket) ?? 0) - performance.now(), signal);
      for (let wait = 1; wait > 0 && !signal.aborted; ) {
        wait = await pace(bucket, signal);
        await sleep(wait, signal);
      }
      try {
        const within = AbortSignal.any([signal, AbortSignal.timeout(answeredWithinMs)]);
        return void (await connector(activity.serviceUrl).reply(activity.conversation.id, sent, within));
      } catch (error) {
        const failure = failureOf(error);
        const isOver = failure.kind !== "retry" && failure.kind !== "ambiguous";
        if (isOver || pauseMs === null || signal.aborted)
          return log.warn({ failure: failure.kind }, "Teams: could not answer somebody");
        if (failure.kind === "retry" && failure.afterMs !== undefined) hold(bucket, failure.afterMs);
        else await sleep(pauseMs, signal);
      }
    }
  }

  function hold(channelId: string, ms: number): void {
    const now = performance.now();
    for (const [known, until] of held) if (until <= now) held.delete(known);
    held.set(channelId, now + Math.min(ms, longestWaitMs));
  }

  return {
    /** A delivery was told to come back to this channel later. */
    hold,
    say: (activity: Activity, sent: Sent): void => void answer(activity, sent),
  };
}
