import { type Misdeed as AnyMisdeed, createMisbehaviour, type Rule as RuleOf } from "../misbehaviour.ts";

/** `refuse`: `{ok: false, error}` with HTTP 200, whatever was asked. */
export type Misdeed = AnyMisdeed | { how: "refuse"; error: string };
export type Rule = RuleOf<Misdeed, "event" | "interaction" | "command">;
export type Misbehaviour = ReturnType<typeof createSlackMisbehaviour>;

export function createSlackMisbehaviour() {
  return createMisbehaviour<Misdeed, "event" | "interaction" | "command">(mix);
}

const mix: readonly [Misdeed, ...Misdeed[]] = [
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
