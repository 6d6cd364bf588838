import { randomUUID } from "node:crypto";
import type { Answer } from "../../answer.ts";

/** How Microsoft says no. */
export interface Refusal {
  status: number;
  /** Absent only where the answer comes from before the connector itself. */
  code?: string | undefined;
  message?: string | undefined;
  /** For a 403 that names its reason one level deeper. */
  subCode?: string | undefined;
}

export class RefusedCall extends Error {
  readonly refusal: Refusal;
  readonly headers: Record<string, string>;

  constructor(refusal: Refusal, headers: Record<string, string> = {}) {
    super(refusal.message ?? refusal.code);
    this.refusal = refusal;
    this.headers = headers;
  }
}

/** The connector's error bodies: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability */
export function connectorRefusal({ status, code, message = usual(code), subCode }: Refusal): Answer {
  if (subCode === undefined) return json(status, code === undefined ? { message } : { error: { code, message } });
  // Alone as in "Understand who blocked, muted, or uninstalled a bot" of Microsoft's page on proactive messages.
  if (code === undefined) {
    const details = { subCode, details: message, errorCode: null, errorSubCode: null };
    return json(status, { errorCode: 209, message: JSON.stringify(details, null, 2) });
  }
  return json(status, { error: { code, message, innerHttpError: { statusCode: status, body: { subCode } } } });
}

/** Entra ID's error bodies; its numbers stand in the description. */
export function tokenRefusal({ status, code, message = `AADSTS90000: ${code}.` }: Refusal): Answer {
  const number = Number(/AADSTS(\d+)/.exec(message)?.[1] ?? 90_000);
  const trace = randomUUID();
  const body = {
    error: code ?? "invalid_request",
    error_description: `${message} Trace ID: ${trace}`,
    error_codes: [number],
    timestamp: `${new Date().toISOString().slice(0, 19).replace("T", " ")}Z`,
    trace_id: trace,
    correlation_id: randomUUID(),
  };
  return json(status, body);
}

function json(status: number, body: Record<string, unknown>): Answer {
  return { status, body: JSON.stringify(body) };
}

function usual(code = ""): string {
  return messages[code] ?? "Unknown error.";
}

const messages: Record<string, string> = {
  ActivityNotFoundInConversation: "The activity was not found in the conversation.",
  BadSyntax: "Bad format of the request.",
  BotDisabledByAdmin: "The tenant admin disabled this bot",
  BotNotInConversationRoster: "The bot is not part of the conversation roster.",
  BotNotRegistered: "No registration found for this bot.",
  ConversationBlockedByUser: "User blocked the conversation with the bot.",
  ConversationNotFound: "Conversation not found.",
  ForbiddenOperationException: "Bot is not installed in user's personal scope",
  InvalidBotApiHost: "Invalid bot api host.",
  MemberNotFoundInConversation: "The member was not found in the conversation.",
  MessageSizeTooBig: "Message size too large.",
  NotEnoughPermissions: "The bot does not have the permissions for this action.",
  PreconditionFailed: "Precondition failed, please try again.",
  ServiceError: "Unable to process the request.",
  Throttled: "Too many requests.",
};
