import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failuresThatOpen, probeDelay } from "../../../core/deliveries/circuit.ts";
import { maxAgeMs, maxFailures, maxRetryAfterMs, nextDelay } from "../../../core/deliveries/retry-schedule.ts";

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
const middle = 0.5;

describe("the retry schedule", () => {
  it("waits longer after each failure: 15 attempts over 75 h 51 min", () => {
    const waits = Array.from({ length: maxFailures }, (_, index) => nextDelay(index + 1, 0, middle));
    expect(waits).toEqual([
      ...[1, 5, 15].map((seconds) => seconds * second),
      ...[1, 5, 15, 30].map((minutes) => minutes * minute),
      ...[1, 2, 4, 8, 12, 24, 24].map((hours) => hours * hour),
      null,
    ]);
    const total = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0);
    expect(Math.floor(total / minute)).toBe(75 * 60 + 51);
  });

  it("stays within a fifth of it, so that many do not come back together, whatever chance says", () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: maxFailures - 1 }), chance, (failures, random) => {
        const base = nextDelay(failures, 0, middle) ?? 0;
        const wait = nextDelay(failures, 0, random) ?? 0;
        return wait >= Math.floor(base * 0.8) && wait <= Math.ceil(base * 1.2);
      }),
    );
  });

  it.each([
    ["longer than its own delay", 1, 90 * second, 90 * second],
    ["shorter than its own delay", 4, 2 * second, minute],
    ["for ever", 1, 500 * hour, maxRetryAfterMs],
    ["at the first try", 0, 3 * second, 3 * second],
  ])("heeds a platform that asks for patience %s", (_, failures, asked, wait) => {
    expect(nextDelay(failures, 0, middle, asked)).toBe(wait);
  });

  it("ends after 76 hours, however few failures there were", () => {
    expect(nextDelay(1, maxAgeMs, middle)).toBe(second);
    expect(nextDelay(1, maxAgeMs + 1, middle)).toBeNull();
  });
});

describe("a destination's circuit", () => {
  it("opens after ten failures in a row, and is probed ever more rarely, but never less than every 5 minutes", () => {
    expect(failuresThatOpen).toBe(10);
    expect([0, 1, 2, 3, 4, 50].map(probeDelay)).toEqual([30, 60, 120, 300, 300, 300].map((each) => each * second));
  });
});
