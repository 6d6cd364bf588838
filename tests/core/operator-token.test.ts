import { describe, expect, it } from "vitest";
import { createOperatorTokens } from "../../core/operator-token.ts";
import { testKeys } from "../adapters/test-keys.ts";

const now = new Date("2026-04-19T10:23:45Z");
const later = (ms: number) => new Date(now.getTime() + ms);

describe("the operator's token", () => {
  const tokens = createOperatorTokens(testKeys("operator"));
  const token = tokens.make("make an API key", now);

  it("is good for a minute", () => {
    expect(tokens.isGood(token, "make an API key", now)).toBe(true);
    expect(tokens.isGood(token, "make an API key", later(59_999))).toBe(true);
    expect(tokens.isGood(token, "make an API key", later(60_000))).toBe(false);
    // Of a clock that goes before this one.
    expect(tokens.isGood(tokens.make("make an API key", later(5_000)), "make an API key", now)).toBe(false);
  });

  it("is good for nothing else, and with no other secret", () => {
    expect(tokens.isGood(token, "make an owner link" as "make an API key", now)).toBe(false);
    expect(createOperatorTokens(testKeys("another")).isGood(token, "make an API key", now)).toBe(false);
    const longer = token.replace(/\d{10,}/, (until) => String(Number(until) + 30_000));
    for (const forged of [longer, token.slice(0, -1), `${token}A`, "", "dk_operator__", "dk_operator_1_"])
      expect(tokens.isGood(forged, "make an API key", now)).toBe(false);
  });
});
