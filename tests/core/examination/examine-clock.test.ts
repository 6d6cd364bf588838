import { describe, expect, it } from "vitest";
import { examineClock } from "../../../core/examination/examine-clock.ts";

const theirs = new Date("2026-04-19T10:23:45Z");
const asked = (offMs: number, tookMs = 10) =>
  examineClock("the database's", theirs, { askedAt: new Date(theirs.getTime() + offMs), tookMs });

describe("the doctor at the clock", () => {
  it.each([
    [0, "ok", "agrees with the database's"],
    [-1_500, "ok", "agrees"],
    [5_000, "warning", "5 s ahead of the database's"],
    [-5_000, "warning", "5 s behind the database's"],
    [-600_000, "broken", "10 min behind"],
  ])("takes %i ms for %s", (offMs, level, words) => {
    expect(asked(offMs)).toMatchObject({ level, what: expect.stringContaining(words) });
  });

  it("blames no clock for an answer that took long", () => {
    expect(asked(-4_000, 8_000)).toMatchObject({ level: "ok" });
  });
});
