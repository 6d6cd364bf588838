import type { Log } from "./adapter.ts";
import type { Crew } from "./deliveries/crew.ts";
import { startRounds } from "./deliveries/rounds.ts";
import type { Unshown } from "./domain/events.ts";
import type { SettingsWatch } from "./http/live/settings-watch.ts";
import type { Metrics } from "./metrics.ts";
import type { Storage } from "./storage/storage.ts";

interface Wiring {
  readonly storage: Pick<Storage, "liveness" | "outbox" | "sendDigests" | "sweep">;
  readonly crew: Crew;
  /** Says of whom nobody could be told in time, and why; returns those found. */
  readonly reportUnreached: () => Promise<readonly { readonly because: readonly Unshown[] }[]>;
  readonly unreachedAfterMs: number;
  readonly settingsWatch: SettingsWatch;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** How long nothing but failures may come from a webhook endpoint before it is paused. */
const failingForDays = 5;

/** What this instance looks after again and again, whether or not anybody asks it for something. */
export function walkRounds(wiring: Wiring) {
  const { storage, crew, reportUnreached, unreachedAfterMs, settingsWatch, metrics, log } = wiring;
  const { liveness } = storage;
  return startRounds(
    [
      { name: "takeover", everyMs: 250, walk: takeOver },
      { name: "renewal", everyMs: 2_000, walk: () => liveness.renew(crew.heldLanes()) },
      {
        name: "destinations",
        everyMs: 1_000,
        walk: async () => metrics.paused.set(await crew.refreshUnwell(storage.outbox.readUnwell)),
      },
      { name: "watchdog", everyMs: Math.min(5_000, unreachedAfterMs), walk: watch },
      { name: "digests", everyMs: 2_000, walk: storage.sendDigests },
      { name: "settings", everyMs: 1_000, walk: settingsWatch.look },
      { name: "failing endpoints", everyMs: 60_000, walk: pauseFailing },
      { name: "sweep", everyMs: 3_600_000, walk: storage.sweep },
    ],
    log,
  );

  async function takeOver(): Promise<void> {
    const lanes = await liveness.takeOver();
    if (lanes === 0) return;
    metrics.takeovers.inc(lanes);
    log.warn({ lanes }, "an instance died; its work goes on here");
    crew.wake();
  }

  async function pauseFailing(): Promise<void> {
    const endpoints = await storage.outbox.pauseFailing(failingForDays);
    if (endpoints > 0) log.warn({ endpoints }, "webhook endpoints were paused, which failed for days");
  }

  async function watch(): Promise<void> {
    const found = await reportUnreached();
    if (found.length === 0) return;
    metrics.unreached.inc(found.length);
    const because = found.flatMap((each) => each.because.map(({ label, reason }) => `${label}: ${reason}`));
    log.warn(
      { escalations: found.length, because: [...new Set(because)].slice(0, 10) },
      "nobody could be told of visitors who ask for a human: is a channel connected, and well?",
    );
  }
}
