const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * How long to wait after the n-th failure: 15 attempts over 75 h 51 min, the urgent ones first.
 *
 *   1 s, 5 s, 15 s, 1 min, 5 min, 15 min, 30 min, 1 h, 2 h, 4 h, 8 h, 12 h, 24 h, 24 h
 */
const delays = [
  1 * second,
  5 * second,
  15 * second,
  1 * minute,
  5 * minute,
  15 * minute,
  30 * minute,
  1 * hour,
  2 * hour,
  4 * hour,
  8 * hour,
  12 * hour,
  24 * hour,
  24 * hour,
] as const;

export const maxFailures = delays.length + 1;
/** Nothing is tried longer than this after its first attempt. */
export const maxAgeMs = 76 * hour;
/** A platform may ask for patience, but not for ever. */
export const maxRetryAfterMs = 1 * hour;
/** How long a lane waits for one delivery; after it the delivery goes on alone, and the lane moves. */
export const laneWaitsMs = 10 * minute;

/**
 * Milliseconds until the next attempt, or null when there is none. Jitter ±20 % keeps many lanes from
 * coming back together. `retryAfterMs` (the platform's own) is a lower bound.
 */
export function nextDelay(failures: number, ageMs: number, random: number, retryAfterMs = 0): number | null {
  if (ageMs > maxAgeMs) return null;
  const base = failures === 0 ? 0 : delays[failures - 1];
  if (base === undefined) return null;
  const jittered = base * (0.8 + 0.4 * random);
  return Math.round(Math.max(jittered, Math.min(retryAfterMs, maxRetryAfterMs)));
}
