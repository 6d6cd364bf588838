import { seededRandom } from "./seeded-random.ts";

/** What can go wrong with a call. Those named "after accepting" have done what was asked, only the answer is lost. */
export type Misdeed =
  /** 429; null leaves the Retry-After header out. */
  | { how: "rate_limited"; retryAfter?: number | null }
  | { how: "server_error" | "server_error_after_accepting"; status?: number }
  | { how: "html" }
  /** Never answered, and never accepted later either. */
  | { how: "hang" }
  | { how: "reset_before_accepting" | "reset_after_accepting" }
  | { how: "cut_after_accepting" | "stall_after_accepting" }
  /** Accepted at once, answered late. */
  | { how: "slow"; ms: number }
  /** `{ok: false, error}` with HTTP 200, whatever was asked. */
  | { how: "refuse"; error: string };

export type CallbackMisdeed = { how: "deliver_twice" } | { how: "deliver_late"; ms: number };

export interface When {
  methods?: string | readonly string[] | undefined;
  /** For the two misdeeds of callbacks: which of them. */
  callbacks?: readonly ("event" | "interaction" | "command")[] | undefined;
  channel?: string | undefined;
  /** Spare the first so many. */
  skip?: number | undefined;
  times?: number | undefined;
  /** 0.3: about three in ten, chosen by the seed. */
  share?: number | undefined;
  seed?: number | undefined;
}

/** Without `how`, a mix of everything a bad day brings. */
export type Rule = When & (Misdeed | CallbackMisdeed | { how?: undefined });

export type Misbehaviour = ReturnType<typeof createMisbehaviour>;

export function createMisbehaviour() {
  let standing: { rule: Rule; random: () => number; seen: number; done: number }[] = [];

  function firstDue(applies: (rule: Rule) => boolean) {
    return standing.find((entry) => {
      const { rule, random } = entry;
      if (!applies(rule) || entry.done >= (rule.times ?? Number.POSITIVE_INFINITY)) return false;
      entry.seen += 1;
      if (entry.seen <= (rule.skip ?? 0) || random() >= (rule.share ?? 1)) return false;
      entry.done += 1;
      return true;
    });
  }

  return {
    misbehave(rule: Rule): void {
      standing.push({ rule, random: seededRandom(rule.seed ?? 1), seen: 0, done: 0 });
    },
    behave(): void {
      standing = [];
    },
    forCall(method: string, channel: string | undefined): Misdeed | undefined {
      const due = firstDue(
        (rule) => !isForCallbacks(rule) && matches(rule.methods, method) && matches(rule.channel, channel),
      );
      if (due === undefined || isForCallbacks(due.rule)) return undefined;
      return due.rule.how === undefined ? aBadDay(due.random) : due.rule;
    },
    forCallback(kind: "event" | "interaction" | "command", channel: string | undefined): CallbackMisdeed | undefined {
      const due = firstDue(
        (rule) => isForCallbacks(rule) && matches(rule.callbacks, kind) && matches(rule.channel, channel),
      );
      return due !== undefined && isForCallbacks(due.rule) ? due.rule : undefined;
    },
  };
}

function isForCallbacks(rule: Rule): rule is When & CallbackMisdeed {
  return rule.how === "deliver_twice" || rule.how === "deliver_late";
}

function matches(wanted: string | readonly string[] | undefined, actual: string | undefined): boolean {
  return wanted === undefined || (typeof wanted === "string" ? wanted === actual : wanted.includes(actual ?? ""));
}

function aBadDay(random: () => number): Misdeed {
  return mix[Math.floor(random() * mix.length)] ?? { how: "hang" };
}

const mix: readonly Misdeed[] = [
  { how: "rate_limited", retryAfter: 1 },
  { how: "rate_limited", retryAfter: 1 },
  { how: "rate_limited", retryAfter: 1 },
  { how: "server_error", status: 500 },
  { how: "server_error", status: 502 },
  { how: "server_error", status: 503 },
  { how: "server_error_after_accepting", status: 500 },
  { how: "server_error_after_accepting", status: 503 },
  { how: "refuse", error: "ratelimited" },
  { how: "refuse", error: "service_unavailable" },
  { how: "html" },
  { how: "hang" },
  { how: "reset_before_accepting" },
  { how: "reset_before_accepting" },
  { how: "reset_after_accepting" },
  { how: "reset_after_accepting" },
  { how: "cut_after_accepting" },
];
