import { describe, expect, it } from "vitest";
import { createPace } from "../../core/pace.ts";

const never = new AbortController().signal;

describe("the pace of messages", () => {
  it("lets a short burst through at once, then asks to come back", async () => {
    const pace = createPace({ everyMs: 5000, burst: 3 }, () => 0);
    expect(await Promise.all([pace("C1", never), pace("C1", never), pace("C1", never)])).toEqual([0, 0, 0]);
    expect(await pace("C1", never)).toBe(5000);
    expect(await pace("C2", never)).toBe(0);
  });

  it("lets one more through for each interval that went by", async () => {
    let now = 0;
    const pace = createPace({ everyMs: 5000, burst: 1 }, () => now);
    expect(await pace("C1", never)).toBe(0);
    now = 4000;
    expect(await pace("C1", AbortSignal.abort())).toBe(0);
    expect(await pace("C1", never)).toBe(6000);
    now = 10_000;
    expect(await pace("C1", never)).toBe(0);
  });

  it("waits no longer than the delivery may take", async () => {
    const pace = createPace({ everyMs: 2500, burst: 1 }, () => 0);
    await pace("C1", never);
    const ending = new AbortController();
    const waiting = pace("C1", ending.signal);
    ending.abort();
    expect(await waiting).toBe(0);
  });
});
