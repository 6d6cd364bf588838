import type { Broken } from "./plain-words.ts";

/** What a failed call means, before it is known which delivery it was made for. */
export type Failure =
  /** It did not arrive. */
  | { readonly kind: "retry"; readonly reason: string; readonly afterMs?: number }
  /** It may have arrived. */
  | { readonly kind: "ambiguous"; readonly reason: string }
  /** The message to edit is no longer there. */
  | { readonly kind: "gone"; readonly reason: string }
  /** It does not say whether the message is in trouble or the channel: only a look at the channel tells. */
  | { readonly kind: "unclear"; readonly reason: string; readonly why: Broken }
  /** The credentials or the channel are broken. */
  | { readonly kind: "refused"; readonly scope: "address" | "account"; readonly why: Broken }
  | { readonly kind: "rejected"; readonly reason: string };

/** https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-code-responses */
export function failureOf(error: unknown): Failure {
  if (error instanceof SignInFailed) return ofSignIn(read(error.cause).errorCode);
  const { statusCode, code, subCode, name, retryAfter } = read(error);
  if (statusCode !== null) return ofStatus(statusCode, code ?? "", subCode ?? "", retryAfter);
  if (code !== null && (neverConnected.has(code) || /^(ERR_TLS|CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO)/.test(code)))
    return { kind: "retry", reason: `Teams cannot be reached (${code})` };
  return { kind: "ambiguous", reason: `The connection to Teams broke off (${code ?? name})` };
}

/** No token, so that nothing was sent. */
export class SignInFailed extends Error {
  override readonly name = "SignInFailed";
}

function ofSignIn(errorCode: string | null): Failure {
  if (errorCode === null) return { kind: "retry", reason: "Microsoft's sign-in service does not answer" };
  if (/invalid_client|unauthorized_client|invalid_request|invalid_grant|AADSTS(7000|700016|90002)/.test(errorCode))
    return { kind: "refused", scope: "account", why: "credentials" };
  return { kind: "retry", reason: `Microsoft's sign-in service is not ready: ${errorCode.slice(0, 60)}` };
}

function ofStatus(status: number, code: string, subCode: string, retryAfter: number | null): Failure {
  const said = `${status}${/^\w{1,60}$/.test(code) ? ` ${code}` : ""}`;
  if (status === 429) return { kind: "retry", reason: "Teams asked to slow down", afterMs: (retryAfter ?? 30) * 1000 };
  if (status === 412) return { kind: "retry", reason: `Teams was busy with this thread: ${said}` };
  if (status === 408 || status >= 500) return { kind: "ambiguous", reason: `Teams answered with HTTP ${said}` };
  if (status === 401)
    return { kind: "refused", scope: "account", why: code === "BotNotRegistered" ? "not_registered" : "token_refused" };
  if (subCode === "MessageWritesBlocked") return { kind: "refused", scope: "address", why: "archived" };
  const unclear = (why: Broken) => ({ kind: "unclear", reason: `Teams answered with HTTP ${said}`, why }) as const;
  if (status === 403) {
    const known = forbidden.get(code);
    return known ? { kind: "refused", ...known } : unclear("not_in_team");
  }
  if (status === 404) {
    if (code === "ActivityNotFoundInConversation")
      return { kind: "gone", reason: "The message in Teams is no longer there" };
    return code === "ConversationNotFound"
      ? { kind: "refused", scope: "address", why: "channel_gone" }
      : unclear("channel_gone");
  }
  return { kind: "rejected", reason: `Teams refused it: ${said}` };
}

const forbidden: ReadonlyMap<string, { readonly scope: "address" | "account"; readonly why: Broken }> = new Map([
  ["InvalidBotApiHost", { scope: "account", why: "not_registered" }],
  ["NotEnoughPermissions", { scope: "account", why: "not_registered" }],
  ["BotDisabledByAdmin", { scope: "account", why: "disabled" }],
  ["BotNotInConversationRoster", { scope: "address", why: "not_in_team" }],
  ["ConversationBlockedByUser", { scope: "address", why: "not_in_team" }],
] as const);

const neverConnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** The SDK's errors, MSAL's and Node's, told apart by what they carry. */
function read(error: unknown) {
  const at = (name: string): unknown =>
    typeof error === "object" && error !== null && name in error ? error[name as never] : undefined;
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  const status = at("statusCode");
  const body = at("body") ?? at("details");
  const header = inside(at("response"), "headers");
  const get = inside(header, "get");
  const written = text(inside(at("response"), "bodyAsText"));
  const seconds = typeof get === "function" ? Number(get.call(header, "retry-after")) : Number.NaN;
  return {
    statusCode: typeof status === "number" ? status : null,
    code: text(at("code")) ?? text(inside(inside(body, "error"), "code")),
    // Sometimes in JSON within JSON.
    subCode: /"subCode\W{1,9}(\w+)/.exec(written ?? "")?.[1] ?? null,
    name: text(at("name")) ?? typeof error,
    errorCode: text(at("errorCode")),
    retryAfter: Number.isFinite(seconds) && seconds > 0 ? seconds : null,
  };
}

function inside(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && name in value ? value[name as never] : undefined;
}
