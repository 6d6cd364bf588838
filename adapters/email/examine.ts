import type { Finding } from "../../core/index.ts";
import { domainOf } from "./address.ts";
import { type EmailConfig, type SendGridConfig, whereFound } from "./config.ts";
import { failureOf, inItsWords } from "./errors.ts";
import type { SendGrid } from "./sendgrid.ts";
import type { Transport } from "./transport.ts";

/** Whether the mailbox is all there is, in the words of start and doctor. */
export const onlyMailbox: Finding = {
  level: "warning",
  what: "E-mail: nothing is sent; mail goes to the mailbox on this machine, where nobody looks.",
  todo: `Set EMAIL_FROM, and SENDGRID_API_KEY or SMTP_URL. ${whereFound.SENDGRID_API_KEY} ${whereFound.SMTP_URL}`,
};

export async function examineSendGrid(
  sendgrid: SendGrid,
  way: SendGridConfig,
  from: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const key = await examineKey(sendgrid, way, from, signal);
  const sender = key.level === "broken" ? [] : [await examineSender(sendgrid, from, signal)];
  return [key, ...sender, examineEvents(way)];
}

export async function examineSmtp(
  { host, port }: { host: string; port: number },
  smtp: Transport,
  signal: AbortSignal,
) {
  const probe = await smtp.probe(signal);
  const finding: Finding = probe.good
    ? { level: "ok", what: `E-mail: the mail server ${host}:${port} answers and lets Deskbell in.` }
    : { level: "broken", what: `E-mail: ${probe.reason}`, todo: whereFound.SMTP_URL };
  return [finding];
}

export function examineMailbox({ way }: EmailConfig): readonly Finding[] {
  return way.kind === "mailbox" ? [onlyMailbox] : [];
}

async function examineKey(
  sendgrid: SendGrid,
  way: SendGridConfig,
  from: string,
  signal: AbortSignal,
): Promise<Finding> {
  try {
    const scopes = listOf(await sendgrid.get("/v3/scopes", signal), "scopes");
    if (scopes.includes("mail.send"))
      return { level: "ok", what: "E-mail: SendGrid accepts the API key, and it may send." };
    return { level: "broken", what: "E-mail: the API key may not send mail.", todo: whereFound.SENDGRID_API_KEY };
  } catch (error) {
    const reason = inItsWords(failureOf(error, signal), { from, baseUrl: way.baseUrl });
    return { level: "broken", what: `E-mail: ${reason}`, todo: whereFound.SENDGRID_API_KEY };
  }
}

/** A key for sending only may not read this: then nobody knows before the first mail. */
async function examineSender(sendgrid: SendGrid, from: string, signal: AbortSignal): Promise<Finding> {
  const domain = domainOf(from);
  const [senders, domains] = await Promise.all([
    ask(() => sendgrid.get("/v3/verified_senders", signal)),
    ask(() => sendgrid.get("/v3/whitelabel/domains", signal)),
  ]);
  const isVerified = recordsOf(senders, "results").some(
    (each) => String(each.from_email).toLowerCase() === from.toLowerCase() && each.verified === true,
  );
  const isOfDomain = recordsOf(domains, "").some(
    (each) => each.valid === true && isWithin(domain, String(each.domain).toLowerCase()),
  );
  if (isVerified || isOfDomain) return { level: "ok", what: `E-mail: SendGrid lets Deskbell send as ${from}.` };
  if (senders === undefined || domains === undefined)
    return {
      level: "warning",
      what: `E-mail: the API key may not look whether ${from} is verified.`,
      todo: `See that it is: https://app.sendgrid.com → Settings → Sender Authentication.`,
    };
  return { level: "broken", what: `E-mail: ${from} is not verified at SendGrid.`, todo: whereFound.EMAIL_FROM };
}

function examineEvents({ eventKey }: SendGridConfig): Finding {
  if (eventKey) return { level: "ok", what: "E-mail: SendGrid's Event Webhook is expected, signed." };
  return {
    level: "warning",
    what: "E-mail: SendGrid does not tell Deskbell of mail that comes back.",
    todo: `Let the Event Webhook post to PUBLIC_URL/adapters/email/events, and set SENDGRID_EVENT_PUBLIC_KEY. ${whereFound.SENDGRID_EVENT_PUBLIC_KEY}`,
  };
}

function isWithin(domain: string, verified: string): boolean {
  return domain.toLowerCase() === verified || domain.toLowerCase().endsWith(`.${verified}`);
}

/** undefined where the key may not ask. */
async function ask(question: () => Promise<unknown>): Promise<unknown> {
  return question().catch(() => undefined);
}

function listOf(body: unknown, name: string): readonly unknown[] {
  const list: unknown = typeof body === "object" && body !== null && name !== "" ? Reflect.get(body, name) : body;
  return Array.isArray(list) ? list : [];
}

function recordsOf(body: unknown, name: string): readonly Record<string, unknown>[] {
  return listOf(body, name).filter(
    (each): each is Record<string, unknown> => typeof each === "object" && each !== null,
  );
}
