import type { IncomingMessage, ServerResponse } from "node:http";
import { answerInstead, answerWell, spoilAnswer } from "../../answer.ts";
import type { Journal } from "../../journal.ts";
import { readBody } from "../../read-body.ts";
import type { Misbehaviour, Misdeed } from "../misbehaviour.ts";
import { type Arguments, readArguments, textArgument } from "./arguments.ts";
import type { ApiMethod, Backstage } from "./method.ts";
import { methods } from "./methods.ts";
import { RefusedCall } from "./refused-call.ts";
import { slackWords } from "./wording.ts";

type Answer = Record<string, unknown>;

export interface Call {
  readonly method: string;
  readonly args: Arguments;
  readonly at: Date;
  /** Whether Slack did what was asked, whatever the caller was told. */
  accepted: boolean;
  /** The HTTP status sent, null if the caller got none. */
  status: number | null;
  error?: string;
  misdeed?: Misdeed["how"];
}

export function serveApi(backstage: Backstage, misbehaviour: Misbehaviour, journal: Journal, calls: Call[]) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const method = url.pathname.slice("/api/".length);
    const body = await readBody(request);
    const args = readArguments(body, request.headers["content-type"] ?? "", url.searchParams);
    const call: Call = { method, args, at: new Date(), accepted: false, status: null };
    calls.push(call);

    const misdeed = misbehaviour.forCall(method, channelOf(args));
    if (misdeed !== undefined) call.misdeed = misdeed.how;
    if (misdeed?.how === "refuse") {
      call.status = answerWell(response, { status: 200, body: JSON.stringify({ ok: false, error: misdeed.error }) });
      return;
    }
    const instead = misdeed && answerInstead(response, misdeed, slackWords);
    if (instead) {
      call.status = instead.status;
      return;
    }
    const known = methods.get(method);
    const answer = perform(known, args, tokenOf(request, args), backstage);
    call.accepted = answer.ok === true;
    if (typeof answer.error === "string") call.error = answer.error;
    if (call.accepted) journal.write(entryFor(call, answer));
    const sent = { status: 200, body: JSON.stringify(answer), headers: scopeHeaders(known, args, backstage) };
    call.status = misdeed ? await spoilAnswer(response, misdeed, sent, slackWords) : answerWell(response, sent);
  };
}

function perform(
  method: ApiMethod | undefined,
  args: Arguments,
  token: string | undefined,
  backstage: Backstage,
): Answer {
  try {
    if (method === undefined) throw new RefusedCall("unknown_method");
    checkToken(method, token, backstage);
    checkScope(method, args, backstage);
    return { ok: true, ...method.run(args, backstage) };
  } catch (refusal) {
    if (!(refusal instanceof RefusedCall)) throw refusal;
    return { ok: false, error: refusal.code, ...refusal.details };
  }
}

function checkToken(method: ApiMethod, token: string | undefined, { settings }: Backstage): void {
  if (token === undefined) throw new RefusedCall("not_authed");
  const [wanted, other] =
    method.token === "app" ? [settings.appToken, settings.botToken] : [settings.botToken, settings.appToken];
  if (token === other) throw new RefusedCall("not_allowed_token_type");
  if (token !== wanted) throw new RefusedCall("invalid_auth");
}

function checkScope(method: ApiMethod, args: Arguments, backstage: Backstage): void {
  const needed = scopeOf(method, args, backstage);
  if (needed === undefined || backstage.settings.scopes.has(needed)) return;
  throw new RefusedCall("missing_scope", { needed, provided: [...backstage.settings.scopes].join(",") });
}

function scopeOf({ scope }: ApiMethod, args: Arguments, { workspace }: Backstage): string | undefined {
  return typeof scope === "function" ? scope(workspace.channel(channelOf(args) ?? "")) : scope;
}

function scopeHeaders(method: ApiMethod | undefined, args: Arguments, backstage: Backstage): Record<string, string> {
  if (method === undefined) return {};
  const provided = method.token === "app" ? "connections:write" : [...backstage.settings.scopes].join(",");
  const accepted = scopeOf(method, args, backstage);
  return { "x-oauth-scopes": provided, ...(accepted !== undefined && { "x-accepted-oauth-scopes": accepted }) };
}

function tokenOf(request: IncomingMessage, args: Arguments): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? textArgument(args, "token");
}

function channelOf({ channel }: Arguments): string | undefined {
  return typeof channel === "string" ? channel : undefined;
}

function entryFor({ method, args, misdeed }: Call, answer: Answer): Record<string, unknown> {
  const { channel, thread_ts, text, metadata, user } = args;
  return {
    did: method,
    channel,
    ts: answer.ts ?? answer.message_ts ?? args.ts,
    thread_ts,
    text,
    metadata,
    user,
    misdeed,
  };
}
