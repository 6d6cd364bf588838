import { describe, expect, it } from "vitest";
import { atLeast, readRetryAfter } from "../../../core/webhooks/retry-after.ts";

const now = new Date("2026-04-19T10:23:45Z");
const hour = 3_600_000;

describe("Retry-After", () => {
  it.each([
    ["0", 0],
    [" 120 ", 120_000],
    ["Sun, 19 Apr 2026 10:25:45 GMT", 120_000],
    ["Sunday, 19-Apr-26 10:25:45 GMT", 120_000],
    ["Sun, 19 Apr 2026 10:00:00 GMT", 0],
    ["315360000", hour],
    ["9".repeat(400), hour],
    ["Fri, 19 Apr 2036 10:00:00 GMT", hour],
  ])("%s is read, up to an hour", (value, ms) => {
    expect(readRetryAfter(value, now)).toBe(ms);
  });

  it.each([undefined, "", "soon", "-5", "1.5", "1e3", "2026-04-19", "Sun, 99 Foo 2026", "0x10"])(
    "%s says nothing",
    (value) => {
      expect(readRetryAfter(value, now)).toBeNull();
    },
  );

  it("is stretched for a receiver that always says in a second: about 100 attempts in 76 hours", () => {
    let attempts = 1;
    for (let at = 0; at < 76 * hour; attempts += 1) at += Math.max(1_000, atLeast(attempts));
    expect(atLeast(1)).toBe(1_000);
    expect(attempts).toBeGreaterThan(90);
    expect(attempts).toBeLessThan(130);
  });
});
