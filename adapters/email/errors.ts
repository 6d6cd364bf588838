import { assertNever, type Outcome } from "../../core/index.ts";
import { whereFound } from "./config.ts";
import { untilNextLook } from "./doubt.ts";
import { inOneLine } from "./lines.ts";

/** What came of a request to SendGrid, without anything of the request in it: the SDK's errors carry the key. */
export type Failure =
  | { readonly kind: "not connected"; readonly code: string }
  | { readonly kind: "broken off"; readonly code: string }
  | {
      readonly kind: "refused";
      readonly status: number;
      /** SendGrid's own words. */
      readonly said: string;
      readonly retryAfter: string | null;
      readonly rateLimitReset: string | null;
    }
  /** An answer that is neither its yes nor its no: a redirect, a page of something that stands before it. */
  | { readonly kind: "other answer"; readonly status: number };

interface Context {
  readonly from: string;
  readonly baseUrl: string;
  readonly now: () => Date;
}

export function failureOf(error: unknown, signal: AbortSignal): Failure {
  const { code, response, cause, syscall } = parts(error);
  if (response?.status !== undefined) {
    const { status, headers, body } = response;
    if (status < 400) return { kind: "other answer", status };
    const said = inOneLine(messages(body), 400);
    return { kind: "refused", status, said, ...waits(headers) };
  }
  const name = code ?? parts(cause).code ?? nameOf(error);
  if (signal.aborted) return { kind: "broken off", code: "time is up" };
  const neverSent = neverConnected.has(name) || /^(ERR_TLS|CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO)/.test(name);
  const whileConnecting = (syscall ?? parts(cause).syscall) === "connect";
  return neverSent || whileConnecting ? { kind: "not connected", code: name } : { kind: "broken off", code: name };
}

/** What it means for the delivery. */
export function outcomeOf(failure: Failure, context: Context, { eventKey }: { readonly eventKey: unknown }): Outcome {
  const reason = inItsWords(failure, context);
  const unsure: Outcome = { kind: "ambiguous", reason, lookAfterMs: untilNextLook(eventKey !== null, 0) };
  switch (failure.kind) {
    case "not connected":
      return { kind: "retry", reason };
    case "broken off":
      return unsure;
    case "other answer":
      // Nothing that redirects has taken a mail; what says yes in another way than SendGrid does may have.
      return failure.status >= 300 ? { kind: "retry", reason } : unsure;
    case "refused":
      return ofStatus(failure, reason, unsure, context);
    default:
      return assertNever(failure);
  }
}

type Refused = Extract<Failure, { kind: "refused" }>;

function ofStatus(failure: Refused, reason: string, unsure: Outcome, { now }: Context): Outcome {
  const { status } = failure;
  if (status === 429) return { kind: "retry", reason, afterMs: waitOf(failure, now()), scope: "account" };
  if (status === 408 || status >= 500) return unsure;
  if (status === 401 || status === 403 || status === 404) return { kind: "refused", reason, scope: "account" };
  return { kind: "rejected", reason };
}

export function inItsWords(failure: Failure, { from, baseUrl }: Pick<Context, "from" | "baseUrl">): string {
  switch (failure.kind) {
    case "not connected":
      return `SendGrid cannot be reached (${failure.code})`;
    case "broken off":
      return `The connection to SendGrid broke off (${failure.code})`;
    case "other answer":
      return failure.status >= 300
        ? `SendGrid's address leads elsewhere (HTTP ${failure.status}): is SENDGRID_BASE_URL right?`
        : `Something that is not SendGrid's API answered with HTTP ${failure.status}`;
    case "refused":
      return refusedInWords(failure, from, baseUrl);
    default:
      return assertNever(failure);
  }
}

function refusedInWords({ status, said }: Refused, from: string, baseUrl: string): string {
  const words = said ? `: ${said}` : "";
  switch (status) {
    case 401:
      return `SendGrid no longer accepts Deskbell's API key${words}. Look whether it was revoked or the plan is used up, and set SENDGRID_API_KEY. ${whereFound.SENDGRID_API_KEY}`;
    case 403:
      return `SendGrid does not let Deskbell send as ${from}${words}. Verify that address or its domain at https://app.sendgrid.com → Settings → Sender Authentication, and see that the API key has "Mail Send".`;
    case 404:
      return `There is no SendGrid at ${baseUrl} (HTTP 404). ${whereFound.SENDGRID_BASE_URL}`;
    case 429:
      return "SendGrid asked to slow down";
    default:
      return status >= 500 || status === 408
        ? `SendGrid answered with HTTP ${status}`
        : `SendGrid refused it with HTTP ${status}${words}`;
  }
}

/** When SendGrid says nothing. */
const usualWaitMs = 30_000;

function waitOf({ retryAfter, rateLimitReset }: Refused, now: Date): number {
  const seconds = Number(retryAfter ?? Number.NaN);
  if (seconds > 0) return seconds * 1_000;
  const until = retryAfter === null ? Number.NaN : Date.parse(retryAfter);
  // Unix time, in seconds.
  const reset = Number(rateLimitReset ?? Number.NaN) * 1_000;
  const wait = (Number.isNaN(until) ? reset : until) - now.getTime();
  return wait > 0 ? Math.max(wait, 1_000) : usualWaitMs;
}

const neverConnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

interface Parts {
  readonly code?: string;
  readonly syscall?: string;
  readonly cause?: unknown;
  readonly response?: { readonly status: number | undefined; readonly headers: unknown; readonly body: unknown };
}

/** ResponseError of the SDK (code is the status) or AxiosError (code is a name), without what they carry besides. */
function parts(error: unknown): Parts {
  if (typeof error !== "object" || error === null) return {};
  const text = (name: string) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" ? value : undefined;
  };
  const [code, syscall] = [text("code"), text("syscall")];
  const response: unknown = Reflect.get(error, "response");
  return {
    ...(code !== undefined && { code }),
    ...(syscall !== undefined && { syscall }),
    cause: Reflect.get(error, "cause"),
    ...(typeof response === "object" && response !== null && { response: responseOf(error, response) }),
  };
}

function responseOf(error: object, response: object) {
  const status: unknown = Reflect.get(response, "status") ?? Reflect.get(error, "code");
  return {
    status: typeof status === "number" ? status : undefined,
    headers: Reflect.get(response, "headers") as unknown,
    body: (Reflect.get(response, "body") ?? Reflect.get(response, "data")) as unknown,
  };
}

function messages(body: unknown): string {
  const errors: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "errors") : null;
  if (!Array.isArray(errors)) return "";
  return errors
    .map((each: unknown) => (typeof each === "object" && each !== null ? Reflect.get(each, "message") : null))
    .filter((message) => typeof message === "string")
    .join("; ");
}

function waits(headers: unknown): Pick<Refused, "retryAfter" | "rateLimitReset"> {
  const read = (name: string) => {
    const value: unknown = typeof headers === "object" && headers !== null ? Reflect.get(headers, name) : null;
    return typeof value === "string" ? value : null;
  };
  return { retryAfter: read("retry-after"), rateLimitReset: read("x-ratelimit-reset") };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
