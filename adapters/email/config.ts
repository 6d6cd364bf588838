import { createPublicKey, type KeyObject } from "node:crypto";
import { domainToASCII } from "node:url";
import { ConfigurationError } from "../../core/index.ts";
import { type MailAddress, sendable } from "./address.ts";

export interface EmailConfig {
  readonly way: SendGridConfig | SmtpConfig | { readonly kind: "mailbox" };
  readonly from: MailAddress;
  /** Both ways of sending are configured; SendGrid is used. */
  readonly insteadOfSmtp: boolean;
}

export interface SendGridConfig {
  readonly kind: "sendgrid";
  readonly apiKey: string;
  readonly baseUrl: string;
  /** What the Event Webhook is signed with; null: SendGrid tells nothing of what becomes of a mail. */
  readonly eventKey: KeyObject | null;
}

export interface SmtpConfig {
  readonly kind: "smtp";
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte on. */
  readonly secure: boolean;
  readonly login: { readonly user: string; readonly pass: string } | null;
}

/** Without a way to send there is the mailbox, so there is always a configuration; by halves is an error. */
export function readEmailConfig(env: Readonly<Record<string, string | undefined>>): EmailConfig {
  const read = (name: Variable) => env[name]?.trim() || null;
  const apiKey = read("SENDGRID_API_KEY");
  const baseUrl = read("SENDGRID_BASE_URL");
  const event = read("SENDGRID_EVENT_PUBLIC_KEY");
  const replyDomain = read("EMAIL_REPLY_DOMAIN");
  const inbound = read("SENDGRID_INBOUND_PUBLIC_KEY");
  const smtpUrl = read("SMTP_URL");
  const from = read("EMAIL_FROM");
  const address = from === null ? null : readAddress(from);
  const eventKey = event === null ? null : readKey(event);
  const server = smtpUrl === null ? null : readServer(smtpUrl);

  const problems = [
    apiKey !== null && !/^SG\.[\w.-]+$/.test(apiKey) && notAKey,
    apiKey === null && needsKey.some((name) => read(name)) && keyIsMissing(needsKey.filter((name) => read(name))),
    baseUrl !== null &&
      !isHttp(baseUrl) &&
      `SENDGRID_BASE_URL is not an http or https address. ${whereFound.SENDGRID_BASE_URL}`,
    event !== null &&
      !eventKey &&
      `SENDGRID_EVENT_PUBLIC_KEY is not a public key. ${whereFound.SENDGRID_EVENT_PUBLIC_KEY}`,
    smtpUrl !== null && !server && `SMTP_URL is not an address of a mail server. ${whereFound.SMTP_URL}`,
    from === null && (apiKey ?? smtpUrl) && fromIsMissing(apiKey ? "SENDGRID_API_KEY" : "SMTP_URL"),
    from !== null && !address && `EMAIL_FROM is "${from}", which is not an address. ${whereFound.EMAIL_FROM}`,
    replyDomain !== null &&
      !isDomain(replyDomain) &&
      `EMAIL_REPLY_DOMAIN is "${replyDomain}", which is not a domain. ${whereFound.EMAIL_REPLY_DOMAIN}`,
    inbound !== null &&
      !readKey(inbound) &&
      `SENDGRID_INBOUND_PUBLIC_KEY is not a public key. ${whereFound.SENDGRID_INBOUND_PUBLIC_KEY}`,
    replyDomain !== null &&
      inbound === null &&
      `SENDGRID_INBOUND_PUBLIC_KEY is missing, without which nobody knows whose replies to EMAIL_REPLY_DOMAIN are. ${whereFound.SENDGRID_INBOUND_PUBLIC_KEY}`,
    inbound !== null &&
      replyDomain === null &&
      `EMAIL_REPLY_DOMAIN is missing, without which there is nowhere to reply to. ${whereFound.EMAIL_REPLY_DOMAIN}`,
  ].filter((problem) => typeof problem === "string");
  if (problems.length > 0) throw new ConfigurationError(problems);

  return {
    way:
      apiKey !== null
        ? { kind: "sendgrid", apiKey, baseUrl: (baseUrl ?? "https://api.sendgrid.com").replace(/\/+$/, ""), eventKey }
        : (server ?? { kind: "mailbox" }),
    from: address ?? { email: "deskbell@localhost.localdomain", name: "Deskbell" },
    insteadOfSmtp: apiKey !== null && server !== null,
  };
}

type Variable =
  | "SENDGRID_API_KEY"
  | "SENDGRID_BASE_URL"
  | "SENDGRID_EVENT_PUBLIC_KEY"
  | "EMAIL_FROM"
  | "EMAIL_REPLY_DOMAIN"
  | "SENDGRID_INBOUND_PUBLIC_KEY"
  | "SMTP_URL";

export const whereFound = {
  SENDGRID_API_KEY:
    'Create one at https://app.sendgrid.com → Settings → API Keys, with "Mail Send" (it begins with SG.).',
  SENDGRID_BASE_URL: "Leave it out for https://api.sendgrid.com; the EU region is https://api.eu.sendgrid.com.",
  SENDGRID_EVENT_PUBLIC_KEY:
    "Find it at https://app.sendgrid.com → Settings → Mail Settings → Event Webhook → Signature Verification.",
  EMAIL_FROM:
    "It is the address that mail comes from, as desk@example.com or Deskbell <desk@example.com>; SendGrid takes only one that is verified at https://app.sendgrid.com → Settings → Sender Authentication.",
  EMAIL_REPLY_DOMAIN:
    "It is the domain whose mail goes to SendGrid's Inbound Parse: https://app.sendgrid.com → Settings → Inbound Parse.",
  SENDGRID_INBOUND_PUBLIC_KEY:
    "Find it at https://app.sendgrid.com → Settings → Inbound Parse → the security policy of the host.",
  SMTP_URL:
    "Ask whoever runs your mail server; it looks like smtp://user:password@mail.example.com:587, or smtps:// for port 465. Write @ in a password as %40, / as %2F.",
} satisfies Record<Variable, string>;

const needsKey = [
  "SENDGRID_BASE_URL",
  "SENDGRID_EVENT_PUBLIC_KEY",
  "EMAIL_REPLY_DOMAIN",
  "SENDGRID_INBOUND_PUBLIC_KEY",
] as const;

const notAKey = `SENDGRID_API_KEY is not an API key of SendGrid. ${whereFound.SENDGRID_API_KEY}`;

function keyIsMissing(set: readonly string[]): string {
  const are = set.length === 1 ? "is" : "are";
  return `SENDGRID_API_KEY is missing, but ${set.join(", ")} ${are} set. ${whereFound.SENDGRID_API_KEY}`;
}

function fromIsMissing(set: string): string {
  return `EMAIL_FROM is missing, but ${set} is set. ${whereFound.EMAIL_FROM}`;
}

/** "desk@example.com" or "Deskbell <desk@example.com>". */
function readAddress(text: string): MailAddress | null {
  const [, name = "", bracketed] = /^([^<>]*)<([^<>]+)>$/.exec(text) ?? [];
  const email = sendable((bracketed ?? text).trim());
  const plain = name
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .trim();
  return email === null ? null : { email, name: plain || "Deskbell" };
}

function readKey(text: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
    return key.asymmetricKeyType === "ec" ? key : null;
  } catch {
    return null;
  }
}

function readServer(text: string): SmtpConfig | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, port, username, password } = new URL(text);
  const secure = protocol === "smtps:";
  if ((!secure && protocol !== "smtp:") || hostname === "") return null;
  const [user, pass] = [decoded(username), decoded(password)];
  if (user === null || pass === null || (user === "") !== (pass === "")) return null;
  return {
    kind: "smtp",
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    login: user === "" ? null : { user, pass },
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function isHttp(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function isDomain(text: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domainToASCII(text));
}
