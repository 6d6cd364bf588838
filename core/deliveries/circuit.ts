/**
 * A destination that asks to be left alone for so long is shut for everybody, as by a circuit: known after a restart, and
 * lifted by whoever resumes it. Shorter waits each instance keeps to itself.
 */
export const longPatienceMs = 60_000;

/** Failures in a row after which a destination's circuit opens: everything for it waits, and only a probe goes. */
export const failuresThatOpen = 10;

const probes = [30_000, 60_000, 120_000, 300_000] as const;

/** Milliseconds until the next probe: 30 s, 1 min, 2 min, then every 5 min. */
export function probeDelay(probesMade: number): number {
  return probes[Math.min(probesMade, probes.length - 1)] ?? 300_000;
}
