import { describe, expect, it } from "vitest";
import { laneWaitsMs, maxAgeMs, maxFailures, maxRetryAfterMs } from "../../../core/deliveries/retry-schedule.ts";
import { judge } from "../../../core/deliveries/verdict.ts";
import type { Work } from "../../../core/deliveries/work.ts";
import type { DeliveryId, Outcome } from "../../../core/index.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { anEscalatedEvent } from "../../builders/events.ts";

const start = new Date("2026-04-19T10:00:00Z");

function aWork(with_: Partial<Work["delivery"]> = {}): Work {
  return {
    lane: { chatbotId: firstChatbotId, key: "k", adapter: "bell", account: "a", address: "b", fence: 1 },
    delivery: {
      id: "d" as DeliveryId,
      effect: "card",
      body: null,
      attempt: 1,
      failures: 0,
      firstAttemptAt: start,
      uncertainSince: null,
      looks: 0,
      ref: null,
      event: anEscalatedEvent(),
      ...with_,
    },
    unwell: null,
  };
}

/** Judged this long after the first attempt. */
const judged = (outcome: Outcome, delivery: Partial<Work["delivery"]> = {}, age = 0) =>
  judge(aWork(delivery), outcome, { startedAt: new Date(start.getTime() + age), ms: 7, random: 0.5 });
const later = (outcome: Outcome, delivery: Partial<Work["delivery"]> = {}, age = 0) => {
  const verdict = judged(outcome, delivery, age);
  return verdict.kind === "later" ? verdict.to : verdict;
};

describe("what becomes of a delivery that", () => {
  it("arrived, was rejected, or met a broken destination", () => {
    expect(judged({ kind: "delivered", posted: "C/1" })).toEqual({
      kind: "over",
      state: "delivered",
      reason: null,
      ref: "C/1",
      reached: true,
    });
    expect(judged({ kind: "delivered", unseen: true })).toMatchObject({ state: "delivered", reached: false });
    expect(judged({ kind: "delivered" })).toMatchObject({ state: "delivered", ref: null });
    expect(judged({ kind: "rejected", reason: "too long" })).toMatchObject({ state: "rejected", reason: "too long" });
    expect(judged({ kind: "refused", reason: "archived", scope: "address" })).toEqual({
      kind: "broken",
      reason: "archived",
      scope: "address",
    });
  });

  it("failed: it waits by the schedule, and it is held against it", () => {
    const to = later({ kind: "retry", reason: "503" }, { failures: 2 });
    expect(to).toEqual({
      outcome: "retry",
      reason: "503",
      ms: 7,
      failed: true,
      uncertainSince: null,
      looks: 0,
      wait: 15_000,
      alone: false,
    });
  });

  it("was told when to come back: it waits so long and a little more, and it is not held against it", () => {
    expect(later({ kind: "retry", reason: "429", afterMs: 2_000 })).toMatchObject({ failed: false, wait: 2_100 });
    expect(later({ kind: "retry", reason: "429", afterMs: 0 })).toMatchObject({ failed: false, wait: 0 });
    const long = later({ kind: "retry", reason: "429", afterMs: 86_400_000 });
    expect(long).toMatchObject({ wait: maxRetryAfterMs * 1.05 });
  });

  it("is certain not to have arrived any more: looking is over", () => {
    const unsure = { uncertainSince: start, looks: 3 };
    expect(later({ kind: "retry", reason: "not there" }, unsure)).toMatchObject({ uncertainSince: null, looks: 0 });
  });

  it("held its lane up for too long: it goes on alone, after five failures and when the next try is beyond 10 minutes", () => {
    const alone = (failures: number, age: number, kind: "retry" | "ambiguous" = "retry") =>
      later({ kind, reason: "503" }, { failures }, age);
    expect(alone(3, laneWaitsMs)).toMatchObject({ alone: false });
    expect(alone(4, 0)).toMatchObject({ alone: false, wait: 300_000 });
    expect(alone(4, laneWaitsMs - 300_000)).toMatchObject({ alone: false });
    expect(alone(4, laneWaitsMs - 299_999)).toMatchObject({ alone: true });
    expect(alone(5, 0)).toMatchObject({ alone: true, wait: 900_000 });
    expect(alone(5, 0, "ambiguous")).toMatchObject({ alone: true, wait: 900_000 });
  });

  it("failed for the last time, or is too old: it is given up with its reason", () => {
    const dead = { kind: "over", state: "dead", reason: "503", ref: null, reached: false };
    expect(judged({ kind: "retry", reason: "503" }, { failures: maxFailures - 1 })).toEqual(dead);
    expect(judged({ kind: "retry", reason: "503" }, {}, maxAgeMs + 1)).toEqual(dead);
    expect(judged({ kind: "retry", reason: "503", afterMs: 10 }, {}, maxAgeMs + 1)).toEqual(dead);
    expect(judged({ kind: "ambiguous", reason: "503" }, {}, maxAgeMs + 1)).toEqual(dead);
    expect(judged({ kind: "ambiguous", reason: "503" }, { failures: maxFailures - 1 })).toEqual(dead);
  });

  it.each<[string, Extract<Outcome, { kind: "ambiguous" }>, object, object?]>([
    [
      "was sent and not answered: it is looked for when its adapter says",
      { kind: "ambiguous", reason: "no answer", lookAfterMs: 2_000 },
      { failed: true, looks: 0, wait: 2_000 },
    ],
    [
      "was sent and not answered by a platform that cannot be looked at: it waits by the schedule",
      { kind: "ambiguous", reason: "no answer" },
      { failed: true, looks: 0, wait: 1_000 },
    ],
    [
      "was sent and not answered once more: it is not looked for before the schedule has it",
      { kind: "ambiguous", reason: "no answer", lookAfterMs: 2_000 },
      { failed: true, looks: 0, wait: 15_000 },
      { failures: 2 },
    ],
    [
      "was looked for in vain: the looks are counted",
      { kind: "ambiguous", reason: "not there", after: "looked", lookAfterMs: 9_000 },
      { failed: false, looks: 2, uncertainSince: start, wait: 9_000 },
    ],
    [
      "could not be looked for: nothing changes",
      { kind: "ambiguous", reason: "away", after: "unable", lookAfterMs: 50 },
      { failed: false, looks: 1, uncertainSince: start, wait: 50 },
    ],
  ])("%s", (_, outcome, to, delivery) => {
    expect(later(outcome, { uncertainSince: start, looks: 1, ...delivery }, 5_000)).toMatchObject({
      outcome: "ambiguous",
      alone: false,
      ...to,
    });
  });

  it("was sent again and not answered: it is uncertain since then", () => {
    const to = later({ kind: "ambiguous", reason: "no answer" }, { uncertainSince: start, looks: 4 }, 60_000);
    expect(to).toMatchObject({ uncertainSince: new Date(start.getTime() + 60_000), looks: 0 });
  });
});
