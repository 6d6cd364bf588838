import { describe, expect, it } from "vitest";
import { maxAgeMs } from "../../../core/deliveries/retry-schedule.ts";
import { judge } from "../../../core/deliveries/verdict.ts";
import type { Work } from "../../../core/deliveries/work.ts";
import type { Outcome } from "../../../core/index.ts";
import { outcomeOf, outcomeOfFailure } from "../../../core/webhooks/outcome.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { aWebhook } from "./support/sending.ts";

const start = new Date("2026-04-19T10:00:00Z");
const hour = 3_600_000;

type Answer = (work: Work, now: Date) => Outcome;

const answers =
  (status: number, retryAfter?: string): Answer =>
  (work, now) =>
    outcomeOf(
      { kind: "answered", status, retryAfter, text: "" },
      { delivery: delivered(work), host: "hooks.example.com", body: "{}", secrets: [], now },
    );
const breaks =
  (sent: boolean): Answer =>
  (work) =>
    outcomeOfFailure({ kind: "failed", code: "", sent }, { delivery: delivered(work), host: "hooks.example.com" });
const inTurn =
  (...all: readonly Answer[]): Answer =>
  (work, now) => {
    const answer = all[(work.delivery.attempt - 1) % all.length];
    if (!answer) throw new Error("Nothing is answered.");
    return answer(work, now);
  };

const delivered = ({ delivery: { attempt, uncertainSince } }: Work) => aWebhook({ attempt, uncertainSince });

/** Plays a delivery to its end, without waiting: how many attempts there were, and hours until the last. */
function play(answer: Answer) {
  let at = 0;
  let work = aWork();
  for (;;) {
    const now = new Date(start.getTime() + at);
    const verdict = judge(work, answer(work, now), { startedAt: now, ms: 5, random: 0.5 });
    const { attempt, failures } = work.delivery;
    if (verdict.kind !== "later") return { ...verdict, attempts: attempt, hours: at / hour };
    const { wait, failed, uncertainSince, looks } = verdict.to;
    if (wait === "parked") throw new Error("Nothing parks here.");
    at += wait;
    work = aWork({ attempt: attempt + 1, failures: failures + (failed ? 1 : 0), uncertainSince, looks });
  }
}

function aWork(with_: Partial<Work["delivery"]> = {}): Work {
  const { id, effect, body, event } = aWebhook();
  return {
    lane: { chatbotId: firstChatbotId, key: "k", adapter: "webhooks", account: "webhooks", address: "e", fence: 1 },
    delivery: {
      id,
      effect,
      body,
      attempt: 1,
      failures: 0,
      firstAttemptAt: start,
      uncertainSince: null,
      looks: 0,
      ref: null,
      event,
      ...with_,
    },
    unwell: null,
  };
}

describe("a webhook that fails every time", () => {
  it.each<[string, Answer]>([
    ["is not there", breaks(false)],
    ["breaks off", breaks(true)],
    ["answers 404", answers(404)],
    ["answers 500", answers(500)],
    ["answers 429 without saying when to come back", answers(429)],
    ["answers now this, now that", inTurn(breaks(false), answers(500), answers(302), breaks(true))],
  ])("is tried 15 times over 76 hours, and given up: the receiver %s", (_, answer) => {
    const { kind, attempts, hours } = play(answer);
    expect([kind, attempts]).toEqual(["over", 15]);
    expect(hours).toBeGreaterThan(75);
    expect(hours).toBeLessThan(76);
  });

  it.each<[string, Answer, number, number]>([
    ["in a second", answers(429, "1"), 90, 130],
    ["in ten years", answers(503, "315360000"), 65, 80],
    ["in a second, after it may have arrived", inTurn(breaks(true), ...Array(200).fill(answers(503, "1"))), 80, 140],
  ])("is given up after 76 hours where the receiver always says: %s", (_, answer, least, most) => {
    const { attempts, hours } = play(answer);
    expect(hours * hour).toBeGreaterThan(maxAgeMs);
    expect(hours).toBeLessThan(78);
    expect(attempts).toBeGreaterThan(least);
    expect(attempts).toBeLessThan(most);
  });

  it("stays in doubt to the end once it may have arrived", () => {
    const seen: (Date | null)[] = [];
    play((work, now) => {
      seen.push(work.delivery.uncertainSince);
      return inTurn(breaks(true), answers(404), answers(503, "7"))(work, now);
    });
    expect(seen.slice(1).every((since) => since !== null)).toBe(true);
  });
});
