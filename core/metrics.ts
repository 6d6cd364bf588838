import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Work } from "./deliveries/work.ts";
import type { createEscalate } from "./usecases/escalate.ts";

type Escalate = ReturnType<typeof createEscalate>;

/** Figures for whoever runs it. No label ever names a conversation. */
export function createMetrics(now: { readonly streams: () => number; readonly inHand: () => number }) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: "sse_clients",
    help: "Open streams of visitors.",
    registers,
    collect() {
      this.set(now.streams());
    },
  });
  new Gauge({
    name: "lanes_in_hand",
    help: "Lanes this instance works on.",
    registers,
    collect() {
      this.set(now.inHand());
    },
  });
  const attempts = new Counter({
    name: "delivery_attempts_total",
    help: "Attempts at deliveries by outcome.",
    labelNames: ["adapter", "outcome"],
    registers,
  });
  const attemptSeconds = new Histogram({
    name: "delivery_attempt_seconds",
    help: "Duration of attempts.",
    labelNames: ["adapter"],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 30],
    registers,
  });
  const lost = new Counter({
    name: "deliveries_lost_total",
    help: "Deliveries that a platform refused for good (rejected), or that were given up after many attempts (dead).",
    labelNames: ["adapter", "state"],
    registers,
  });
  const escalations = new Counter({
    name: "escalations_total",
    help: "Escalations committed by this instance.",
    registers,
  });
  return {
    registry,
    attempted({ lane: { adapter } }: Work, outcome: string, ms: number): void {
      attempts.inc({ adapter, outcome });
      attemptSeconds.observe({ adapter }, ms / 1_000);
    },
    lost: (adapter: string, state: "rejected" | "dead") => lost.inc({ adapter, state }),
    /** Counts what an escalation came to: asked again while it is open, it comes to nothing. */
    counting(escalate: Escalate): Escalate {
      return async (...asked) => {
        const changed = await escalate(...asked);
        escalations.inc(changed.events.length);
        return changed;
      };
    },
    unreached: new Counter({
      name: "escalations_unreached_total",
      help: "Escalations that no destination had confirmed within 60 seconds.",
      registers,
    }),
    takeovers: new Counter({
      name: "lanes_taken_over_total",
      help: "Lanes released from instances that died.",
      registers,
    }),
    paused: new Gauge({
      name: "destinations_unwell",
      help: "Destinations that are paused, or whose circuit is open.",
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
