import { type Misdeed as AnyMisdeed, createMisbehaviour, type Rule as RuleOf } from "../misbehaviour.ts";

export type Misdeed =
  | AnyMisdeed
  /** Any status, with whatever headers and body belong to it: 410, a Retry-After that is a date, a page of HTML. */
  | { how: "answer"; status: number; headers?: Record<string, string> | undefined; body?: string | undefined }
  /** 101, which nobody asked for. */
  | { how: "switch_protocols" }
  /** Not HTTP at all. */
  | { how: "garbage" }
  | { how: "reset_before_reading" }
  /** Headers that come byte by byte and never end, or more of them than anybody reads. */
  | { how: "endless_headers" | "huge_headers" }
  /** A status, and then a body that never ends: a byte now and then, or as fast as it goes. */
  | { how: "dripping_body" | "huge_body"; status?: number | undefined }
  /** 10 MB of nothing in a few KB of gzip. */
  | { how: "gzip_bomb"; status?: number | undefined };

export type Rule = RuleOf<Misdeed, never>;
export type Misbehaviour = ReturnType<typeof createReceiverMisbehaviour>;

export function createReceiverMisbehaviour() {
  return createMisbehaviour<Misdeed, never>(mix);
}

const mix: readonly [Misdeed, ...Misdeed[]] = [
  { how: "rate_limited", retryAfter: 1 },
  { how: "rate_limited", retryAfter: 1 },
  { how: "rate_limited", retryAfter: null },
  { how: "server_error", status: 500 },
  { how: "server_error", status: 502 },
  { how: "server_error", status: 503 },
  { how: "server_error_after_accepting", status: 500 },
  { how: "server_error_after_accepting", status: 504 },
  { how: "answer", status: 404 },
  { how: "redirect" },
  { how: "garbage" },
  { how: "hang" },
  { how: "endless_headers" },
  { how: "reset_before_reading" },
  { how: "reset_before_accepting" },
  { how: "reset_after_accepting" },
  { how: "reset_after_accepting" },
  { how: "cut_after_accepting" },
];
