import type { Delivery, Outcome } from "../../core/index.ts";

/**
 * Nothing shows a bot what it has posted, so that nobody can look. For so long a card that did arrive may be known by a
 * press on it; then a copy is sent that says that it is one.
 */
export const doubtMs = 10_000;

/** It was not sent this time; whether it was before is as unknown as it was. */
export function keptBack(delivery: Delivery, reason: string, afterMs?: number): Outcome {
  if (delivery.uncertainSince) {
    return { kind: "ambiguous", after: "unable", reason, lookAfterMs: afterMs ?? doubtMs };
  }
  return { kind: "retry", reason, ...(afterMs !== undefined && { afterMs, scope: "address" }) };
}
