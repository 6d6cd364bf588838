import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { type Answer, answerInstead, answerWell, spoilAnswer } from "../../answer.ts";
import type { Journal } from "../../journal.ts";
import { parseJson } from "../../parse-json.ts";
import { readBody } from "../../read-body.ts";
import type { Mail } from "../mail.ts";
import { type Mailboxes, mailboxOf } from "../mailboxes.ts";
import type { Misbehaviour, Misdeed } from "../misbehaviour.ts";
import { checkMail } from "../rules/check-mail.ts";
import { problem } from "../rules/problem.ts";
import { mailsOf } from "./accept-mail.ts";
import type { Access } from "./access.ts";
import { refusal } from "./refusal.ts";
import { wording } from "./wording.ts";

export interface Call {
  /** `other`: whatever is not POST /v3/mail/send, as where a redirect leads. */
  readonly method: "sendMail" | "other";
  /** "POST /v3/mail/send" */
  readonly request: string;
  readonly body?: unknown;
  readonly at: Date;
  /** Whether SendGrid did what was asked, whatever the caller was told. */
  accepted: boolean;
  /** The HTTP status sent, null if the caller got none. */
  status: number | null;
  messageId?: string;
  error?: string;
  misdeed?: Misdeed["how"];
}

interface Backstage {
  readonly access: Access;
  readonly mailboxes: Mailboxes;
  readonly misbehaviour: Misbehaviour;
  readonly journal: Journal;
  readonly calls: Call[];
  /** A mail was accepted. */
  readonly accepted: (mail: Mail) => void;
}

/** https://www.twilio.com/docs/sendgrid/api-reference/mail-send/limitations */
const mostBytes = 30 * 1024 * 1024;

/** POST /v3/mail/send. */
export function serveApi(backstage: Backstage) {
  const { misbehaviour, calls } = backstage;
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const raw = await readBody(request);
    const body = parseJson(raw.toString("utf8"));
    const call: Call = {
      method: url.pathname === "/v3/mail/send" && request.method === "POST" ? "sendMail" : "other",
      request: `${request.method} ${url.pathname}`,
      ...(body !== undefined && { body }),
      at: new Date(),
      accepted: false,
      status: null,
    };
    calls.push(call);
    const misdeed = misbehaviour.forCall(call.method, firstAddress(body));
    if (misdeed !== undefined) call.misdeed = misdeed.how;
    if (misdeed?.how === "refuse") {
      call.status = answerWell(response, refused(misdeed));
      return;
    }
    const instead = misdeed && answerInstead(response, misdeed, wording);
    if (instead) {
      call.status = instead.status;
      return;
    }
    const answer = call.method === "sendMail" ? sendMail(request.headers, raw, body, call, backstage) : other(url);
    if (answer.status >= 400) call.error = answer.body;
    call.status = misdeed ? await spoilAnswer(response, misdeed, answer, wording) : answerWell(response, answer);
  };
}

function sendMail(headers: IncomingHttpHeaders, raw: Buffer, body: unknown, call: Call, backstage: Backstage): Answer {
  const { access, mailboxes, journal, accepted } = backstage;
  const notAllowed = access.objectionTo(headers.authorization);
  if (notAllowed) return notAllowed;
  if (headers["content-type"]?.split(";")[0]?.trim() !== "application/json") return refusal(415);
  if (raw.byteLength > mostBytes) return refusal(413);
  if (!isUtf8(raw)) return refusal(400, [problem("Invalid UTF8 in request.")]);
  if (body === undefined) return refusal(400);
  const checked = checkMail(body);
  if ("problems" in checked) return refusal(400, checked.problems);
  const [messageId, mails] = mailsOf(checked.mail, { headers: withoutKey(headers), body: raw.toString("utf8") });
  for (const { from } of mails) {
    const unverified = access.objectionToSender(from.email);
    if (unverified) return unverified;
  }
  call.accepted = true;
  if (checked.mail.mail_settings?.sandbox_mode?.enable) return { status: 200, body: "" };
  call.messageId = messageId;
  for (const mail of mails) {
    const { events: _, read: __, request: ___, ...said } = mail;
    journal.write({ did: "sendMail", ...said, misdeed: call.misdeed });
    mailboxes.accept(mail);
    accepted(mail);
  }
  return { status: 202, body: "", headers: { "x-message-id": messageId } };
}

function other(url: URL): Answer {
  // Where a redirect led: as friendly a page as any, so that whoever follows takes it for success.
  if (url.pathname === "/moved") return { status: 200, body: "{}" };
  return refusal(url.pathname === "/v3/mail/send" ? 405 : 404);
}

function refused({ status, message, field, headers = {} }: Extract<Misdeed, { how: "refuse" }>): Answer {
  const { body } = message === undefined ? refusal(status) : refusal(status, [problem(message, field ?? null)]);
  return { status, body, headers };
}

function firstAddress(body: unknown): string | undefined {
  const to: unknown = Object(body).personalizations?.[0]?.to;
  return Array.isArray(to) && typeof to[0]?.email === "string" ? mailboxOf({ to }) : undefined;
}

function withoutKey({ authorization: _, ...headers }: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
