import { type Misdeed as AnyMisdeed, createMisbehaviour, type Rule as RuleOf } from "../misbehaviour.ts";
import type { Refusal } from "./api/refused-call.ts";

export type Misdeed = AnyMisdeed | ({ how: "refuse" } & Refusal);
export type Kind = "invoke" | "message" | "update";
export type Rule = RuleOf<Misdeed, Kind>;
export type Misbehaviour = ReturnType<typeof createTeamsMisbehaviour>;

export function createTeamsMisbehaviour() {
  return createMisbehaviour<Misdeed, Kind>(mix, reserved);
}

/** Bots fetch keys once a day: whoever wants to see that fail says so. */
const reserved = ["openIdConfiguration", "openIdKeys"];

const mix: readonly [Misdeed, ...Misdeed[]] = [
  { how: "rate_limited", retryAfter: 1 },
  { how: "rate_limited", retryAfter: 1 },
  { how: "rate_limited", retryAfter: null },
  { how: "server_error", status: 500 },
  { how: "server_error", status: 502 },
  { how: "server_error", status: 503 },
  { how: "server_error", status: 504 },
  { how: "server_error_after_accepting", status: 500 },
  { how: "server_error_after_accepting", status: 504 },
  { how: "refuse", status: 412, code: "PreconditionFailed" },
  { how: "html" },
  { how: "hang" },
  { how: "reset_before_accepting" },
  { how: "reset_before_accepting" },
  { how: "reset_after_accepting" },
  { how: "reset_after_accepting" },
  { how: "cut_after_accepting" },
];
