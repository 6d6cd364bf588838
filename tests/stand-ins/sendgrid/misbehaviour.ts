import { type Misdeed as AnyMisdeed, createMisbehaviour, type Rule as RuleOf } from "../misbehaviour.ts";
import type { EventName } from "./events/event.ts";

/** `refuse`: SendGrid's own error body, whatever was asked. `channel` in a rule: the first address a mail is to. */
export type Misdeed =
  | AnyMisdeed
  | { how: "refuse"; status: number; message?: string; field?: string | null; headers?: Record<string, string> };
export type Rule = RuleOf<Misdeed, EventName>;
export type Misbehaviour = ReturnType<typeof createSendGridMisbehaviour>;

export function createSendGridMisbehaviour() {
  return createMisbehaviour<Misdeed, EventName>(mix, ["other"]);
}

const mix: readonly [Misdeed, ...Misdeed[]] = [
  { how: "rate_limited", retryAfter: 1 },
  { how: "rate_limited", retryAfter: null },
  { how: "server_error", status: 500 },
  { how: "server_error", status: 502 },
  { how: "server_error", status: 503 },
  { how: "server_error_after_accepting", status: 500 },
  { how: "server_error_after_accepting", status: 503 },
  { how: "html" },
  { how: "redirect" },
  { how: "garbage" },
  { how: "hang" },
  { how: "reset_before_accepting" },
  { how: "reset_before_accepting" },
  { how: "reset_after_accepting" },
  { how: "reset_after_accepting" },
  { how: "stall_after_accepting" },
];
