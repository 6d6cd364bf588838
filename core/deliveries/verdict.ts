import type { Outcome } from "../adapter.ts";
import type { Postponement } from "./outbox-store.ts";
import { laneWaitsMs, maxAgeMs, maxFailures, maxRetryAfterMs, nextDelay } from "./retry-schedule.ts";
import type { Settled, Work } from "./work.ts";

/** A delivery may leave its lane only after this many failures, and only when its next try is too far off. */
const failuresBeforeAlone = 5;

export type Verdict =
  | {
      readonly kind: "over";
      readonly state: Settled["state"];
      readonly reason: string | null;
      readonly ref: string | null;
      readonly reached: boolean;
    }
  | { readonly kind: "later"; readonly to: Postponement; readonly failed: boolean }
  | { readonly kind: "broken"; readonly scope: "address" | "account"; readonly reason: string };

/** What an outcome means for its delivery. Pure: time and chance are given. */
export function judge(
  work: Work,
  outcome: Outcome,
  attempt: { readonly startedAt: Date; readonly ms: number; readonly random: number },
): Verdict {
  switch (outcome.kind) {
    case "delivered":
      return {
        kind: "over",
        state: "delivered",
        reason: outcome.note ?? null,
        ref: outcome.posted ?? null,
        reached: !outcome.unseen,
      };
    case "rejected":
      return { kind: "over", state: "rejected", reason: outcome.reason, ref: null, reached: false };
    case "refused":
      return { kind: "broken", scope: outcome.scope, reason: outcome.reason };
    case "retry":
      return later(work, outcome, attempt);
    case "ambiguous":
      return uncertain(work, outcome, attempt);
  }
}

type Made = Parameters<typeof judge>[2];

function later(work: Work, { reason, afterMs }: Extract<Outcome, { kind: "retry" }>, made: Made): Verdict {
  const failed = afterMs === undefined;
  const failures = work.delivery.failures + (failed ? 1 : 0);
  const age = ageOf(work, made);
  const wait = failed ? nextDelay(failures, age, made.random) : patiently(afterMs, age, made.random);
  if (wait === null) return dead(reason);
  const alone = isTooLong(failures, age + wait);
  return {
    kind: "later",
    failed,
    to: { outcome: "retry", reason, ms: made.ms, failed, uncertainSince: null, looks: 0, wait, alone },
  };
}

function uncertain(work: Work, outcome: Extract<Outcome, { kind: "ambiguous" }>, made: Made): Verdict {
  const { after = "sent", reason } = outcome;
  const { uncertainSince, looks, failures } = work.delivery;
  const sent = after === "sent";
  const age = ageOf(work, made);
  if ((sent && failures + 1 >= maxFailures) || age > maxAgeMs) return dead(reason);
  // Not sooner than the schedule has it: a platform that fails for hours must not use up the attempts in minutes.
  const wait = Math.max(outcome.lookAfterMs ?? 0, sent ? (nextDelay(failures + 1, age, made.random) ?? 0) : 0);
  const to = {
    outcome: "ambiguous",
    reason,
    ms: made.ms,
    failed: sent,
    uncertainSince: sent ? made.startedAt : (uncertainSince ?? made.startedAt),
    looks: sent ? 0 : looks + (after === "looked" ? 1 : 0),
    wait,
    alone: sent && isTooLong(failures + 1, age + wait),
  } as const;
  return { kind: "later", failed: sent, to };
}

/** As long as the platform asked for, and a little more, so that many do not come back at once. */
function patiently(afterMs: number, age: number, random: number): number | null {
  if (age > maxAgeMs) return null;
  return Math.round(Math.min(afterMs, maxRetryAfterMs) * (1 + 0.1 * random));
}

function isTooLong(failures: number, ageThen: number): boolean {
  return failures >= failuresBeforeAlone && ageThen > laneWaitsMs;
}

function dead(reason: string): Verdict {
  return { kind: "over", state: "dead", reason, ref: null, reached: false };
}

function ageOf(work: Work, { startedAt }: Made): number {
  return startedAt.getTime() - work.delivery.firstAttemptAt.getTime();
}
