import { seededRandom } from "./seeded-random.ts";

/** What can go wrong with a call. Those named "after accepting" have done what was asked, only the answer is lost. */
export type Misdeed =
  /** 429; null leaves the Retry-After header out. */
  | { how: "rate_limited"; retryAfter?: number | null }
  | { how: "server_error" | "server_error_after_accepting"; status?: number }
  | { how: "html" }
  /** 302 to a path where nothing is sent from: by default a place of the stand-in's own, "/moved". */
  | { how: "redirect"; status?: number; location?: string }
  /** Bytes that are no HTTP. */
  | { how: "garbage" }
  /** Never answered, and never accepted later either. */
  | { how: "hang" }
  | { how: "reset_before_accepting" | "reset_after_accepting" }
  | { how: "cut_after_accepting" | "stall_after_accepting" }
  /** The answer comes for so long, a byte now and then. */
  | { how: "drip_after_accepting"; ms: number }
  /** Accepted at once, answered late. */
  | { how: "slow"; ms: number };

export type CallbackMisdeed = { how: "deliver_twice" } | { how: "deliver_late"; ms: number };

export interface When<Kind extends string> {
  methods?: string | readonly string[] | undefined;
  /** For the two misdeeds of callbacks: which of them. */
  callbacks?: readonly Kind[] | undefined;
  channel?: string | undefined;
  /** Spare the first so many. */
  skip?: number | undefined;
  times?: number | undefined;
  /** 0.3: about three in ten, chosen by the seed. */
  share?: number | undefined;
  seed?: number | undefined;
}

/** Without `how`, a mix of everything a bad day brings. */
export type Rule<Any extends { how: string }, Kind extends string> = When<Kind> &
  (Any | CallbackMisdeed | { how?: undefined });

/**
 * `Any` is what can go wrong on a platform: the misdeeds above, and how it refuses. `reserved` methods go wrong only
 * for rules that name them.
 */
export function createMisbehaviour<Any extends { how: string }, Kind extends string>(
  mix: readonly [Any, ...Any[]],
  reserved: readonly string[] = [],
) {
  let standing: { rule: Rule<Any, Kind>; random: () => number; seen: number; done: number }[] = [];

  function firstDue(applies: (rule: Rule<Any, Kind>) => boolean) {
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
    misbehave(rule: Rule<Any, Kind>): void {
      standing.push({ rule, random: seededRandom(rule.seed ?? 1), seen: 0, done: 0 });
    },
    behave(): void {
      standing = [];
    },
    forCall(method: string, channel: string | undefined): Any | undefined {
      const due = firstDue(
        (rule) =>
          !isForCallbacks(rule) &&
          matches(rule.methods ?? (reserved.includes(method) ? [] : undefined), method) &&
          matches(rule.channel, channel),
      );
      if (due === undefined || isForCallbacks(due.rule)) return undefined;
      return isMisdeed<Any>(due.rule) ? due.rule : (mix[Math.floor(due.random() * mix.length)] ?? mix[0]);
    },
    forCallback(kind: Kind, channel: string | undefined): CallbackMisdeed | undefined {
      const due = firstDue(
        (rule) => isForCallbacks(rule) && matches(rule.callbacks, kind) && matches(rule.channel, channel),
      );
      return due !== undefined && isForCallbacks(due.rule) ? due.rule : undefined;
    },
  };
}

function isForCallbacks(rule: { how?: string | undefined }): rule is CallbackMisdeed {
  return rule.how === "deliver_twice" || rule.how === "deliver_late";
}

function isMisdeed<Any extends { how: string }>(rule: { how?: string | undefined }): rule is Any {
  return rule.how !== undefined;
}

function matches(wanted: string | readonly string[] | undefined, actual: string | undefined): boolean {
  return wanted === undefined || (typeof wanted === "string" ? wanted === actual : wanted.includes(actual ?? ""));
}
