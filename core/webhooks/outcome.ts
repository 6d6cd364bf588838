import { STATUS_CODES } from "node:http";
import type { Delivery, Outcome } from "../adapter.ts";
import { type Answer, tooLateToConnect } from "./post.ts";
import { atLeast, readRetryAfter } from "./retry-after.ts";
import { whatItSaid } from "./said.ts";

export interface Attempted {
  readonly delivery: Delivery;
  readonly host: string;
  readonly body: string;
  readonly secrets: readonly string[];
  readonly now: Date;
}

/**
 * What an answer means. A repeat does no harm, so doubt is never looked into; it is kept all the same: `retry` would say
 * that nothing ever arrived. Either way the attempt counts, except where the receiver said when to come back.
 */
export function outcomeOf(answer: Extract<Answer, { kind: "answered" }>, attempted: Attempted): Outcome {
  const { status } = answer;
  // A program has it, not a person: whether somebody hears of it is for other destinations to say.
  if (status >= 200 && status < 300) return { kind: "delivered", note: `HTTP ${status}`, unseen: true };
  const reason = `${heading(status, attempted.host)}: ${meaningOf(status)}${quote(answer.text, attempted)}`;
  if (status === 410) return { kind: "refused", scope: "address", reason };
  const asked = status === 429 || status === 503 ? readRetryAfter(answer.retryAfter, attempted.now) : null;
  if (asked !== null) return comeBack(attempted.delivery, reason, Math.max(asked, atLeast(attempted.delivery.attempt)));
  return failed(attempted.delivery, reason, status === 408 || status >= 500);
}

/** When there was no answer. `afterMs`: what was said of the connection, in words. */
export function outcomeOfFailure(
  { code, sent }: Extract<Answer, { kind: "failed" }>,
  { delivery, host }: Pick<Attempted, "delivery" | "host">,
): Outcome {
  const what = sent ? whileAnswering(code) : (beforeSending[code] ?? tlsProblem(code) ?? "could not be connected to");
  return failed(delivery, `${host} ${what}${code === "" ? "" : ` (${code})`}.`, sent);
}

/** It did not succeed, and counts. `arrived`: it may have arrived. */
export function failed({ uncertainSince }: Delivery, reason: string, arrived: boolean): Outcome {
  return arrived || uncertainSince ? { kind: "ambiguous", reason } : { kind: "retry", reason };
}

/** Not held against the delivery. */
export function comeBack({ uncertainSince }: Delivery, reason: string, ms: number): Outcome {
  return uncertainSince
    ? { kind: "ambiguous", after: "unable", reason, lookAfterMs: ms }
    : { kind: "retry", reason, afterMs: ms, scope: "address" };
}

function heading(status: number, host: string): string {
  const words = STATUS_CODES[status];
  return `HTTP ${status}${words ? ` (${words})` : ""} from ${host}`;
}

function meaningOf(status: number): string {
  if (status === 410)
    return "the endpoint says that it is gone for good, so it is paused and what happens is kept for it. If that is a mistake, mend the receiver or correct the URL and enable the endpoint again; otherwise remove it.";
  if (status >= 300 && status < 400)
    return "it sends on to another address, which is not followed. Put the final address into the endpoint's URL.";
  if (status === 401 || status === 403)
    return "it refused the request. Check that it verifies with this endpoint's secret, and asks for nothing else.";
  if (status === 404 || status === 405) return "nothing takes webhooks there. Check the endpoint's URL.";
  if (status === 408 || status === 504) return "it took too long.";
  if (status === 413) return "what was sent is too large for it.";
  if (status === 429) return "it gets more than it can take.";
  if (status >= 500) return "the receiver failed.";
  return "the receiver did not accept it.";
}

function quote(text: string, { body, secrets }: Attempted): string {
  const said = whatItSaid(text, body, secrets);
  return said === "" ? "" : ` It said: “${said}”`;
}

const beforeSending: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refused the connection: nothing listens at this port",
  ECONNRESET: "broke the connection off while it was being made",
  EHOSTUNREACH: "cannot be reached from here",
  ENETUNREACH: "cannot be reached from here",
  ETIMEDOUT: "did not take the connection",
  [tooLateToConnect]: "did not take the connection in time",
};

function whileAnswering(code: string): string {
  if (code === "HPE_HEADER_OVERFLOW") return "answered with more headers than anybody reads";
  return code.startsWith("HPE_")
    ? "answered with something that is not HTTP"
    : "broke the connection off before it answered";
}

function tlsProblem(code: string): string | undefined {
  switch (code) {
    case "CERT_HAS_EXPIRED":
      return "has a certificate that has expired";
    case "CERT_NOT_YET_VALID":
      return "has a certificate that is not valid yet";
    case "CERT_REVOKED":
      return "has a certificate that was revoked";
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return "has a certificate for another name";
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return "has a certificate that no known authority vouches for, or does not send the whole chain";
    default:
      return code === "EPROTO" || code.startsWith("ERR_SSL_") ? "did not speak TLS, as its https URL says" : undefined;
  }
}
