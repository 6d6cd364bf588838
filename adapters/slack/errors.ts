import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";
import { NothingSent } from "./client.ts";

/** What a failed call means, before it is known which delivery it was made for. */
export type Failure =
  /** It did not arrive. */
  | { readonly kind: "retry"; readonly reason: string; readonly afterMs?: number }
  /** It may have arrived. */
  | { readonly kind: "ambiguous"; readonly reason: string }
  /** Slack dislikes the content: worth one more try with less of it. */
  | { readonly kind: "unfit"; readonly reason: string }
  /** The message to edit or to answer under is no longer there. */
  | { readonly kind: "gone"; readonly reason: string }
  /** The token or the channel is broken. */
  | { readonly kind: "refused"; readonly scope: "address" | "account"; readonly code: string }
  | { readonly kind: "rejected"; readonly reason: string };

export function failureOf(error: unknown): Failure {
  if (error instanceof NothingSent) return { kind: "retry", reason: error.message };
  if (error instanceof WebAPIRateLimitedError)
    return { kind: "retry", reason: "Slack asked to slow down", afterMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIPlatformError) return ofCode(error.data.error);
  if (error instanceof WebAPIHTTPError) return ofStatus(error.statusCode);
  if (error instanceof WebAPIRequestError) return ofNetwork(error.original);
  // A 429 without Retry-After is a plain Error in web-api 8.
  if (error instanceof Error && error.message.startsWith("Retry header did not contain"))
    return { kind: "retry", reason: "Slack asked to slow down", afterMs: 30_000 };
  // Cut off while the answer was read: raw fetch errors, not the SDK's.
  return { kind: "ambiguous", reason: `Slack's answer was cut off (${nameOf(error)})` };
}

function ofCode(code: string): Failure {
  // With HTTP 200 and a page of HTML the SDK hands out the page as the error code.
  if (!/^[a-z0-9_]+$/.test(code))
    return { kind: "ambiguous", reason: "Slack answered with something that is not its API" };
  return codes.get(code) ?? { kind: "rejected", reason: `Slack refused it: ${code}` };
}

function ofStatus(status: number): Failure {
  if (status >= 500) return { kind: "ambiguous", reason: `Slack answered with HTTP ${status}` };
  return { kind: "rejected", reason: `Slack refused it with HTTP ${status}` };
}

function ofNetwork(original: Error): Failure {
  const code = causeCode(original);
  if (code !== null && (neverConnected.has(code) || /^(ERR_TLS|CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO)/.test(code)))
    return { kind: "retry", reason: `Slack cannot be reached (${code})` };
  return { kind: "ambiguous", reason: `The connection to Slack broke off (${code ?? nameOf(original)})` };
}

const neverConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function causeCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  return "code" in error && typeof error.code === "string" ? error.code : causeCode(error.cause);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

type Verdict = (code: string) => Failure;

const retry: Verdict = (code) => ({ kind: "retry", reason: `Slack is not ready: ${code}` });
const ambiguous: Verdict = (code) => ({ kind: "ambiguous", reason: `Slack failed in the middle of it: ${code}` });
const unfit: Verdict = (code) => ({ kind: "unfit", reason: `Slack cannot show it: ${code}` });
const gone: Verdict = (code) => ({ kind: "gone", reason: `The message in Slack is no longer there: ${code}` });
const accountBroken: Verdict = (code) => ({ kind: "refused", scope: "account", code });
const channelBroken: Verdict = (code) => ({ kind: "refused", scope: "address", code });

const codes: ReadonlyMap<string, Failure> = new Map(
  (
    [
      [retry, "ratelimited rate_limited service_unavailable request_timeout message_limit_exceeded team_added_to_org"],
      [ambiguous, "internal_error fatal_error update_failed"],
      [
        accountBroken,
        "invalid_auth not_authed account_inactive token_revoked token_expired missing_scope no_permission " +
          "not_allowed_token_type team_access_not_granted org_login_required access_denied ekm_access_denied",
      ],
      [
        channelBroken,
        "channel_not_found is_archived is_inactive not_in_channel restricted_action restricted_action_read_only_channel " +
          "restricted_action_thread_only_channel restricted_action_non_threadable_channel restricted_action_thread_locked",
      ],
      [
        unfit,
        "msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format metadata_too_large block_mismatch no_text",
      ],
      [gone, "message_not_found cant_update_message edit_window_closed cannot_reply_to_message thread_not_found"],
    ] as const
  ).flatMap(([verdict, names]) => names.split(" ").map((code) => [code, verdict(code)] as const)),
);
