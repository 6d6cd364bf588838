import { assertNever, type Outcome } from "../../core/index.ts";
import { untilNextLook } from "./doubt.ts";
import { inOneLine } from "./lines.ts";

/** What came of an attempt to hand a mail over. */
export type SmtpFailure =
  /** Nothing of it was taken, and that may change by itself. */
  | { readonly kind: "not now"; readonly said: string }
  /** It was being taken when the line went. */
  | { readonly kind: "broken off"; readonly code: string }
  | { readonly kind: "no login"; readonly said: string }
  /** The server passes nothing on to this address for us; to others it may. */
  | { readonly kind: "not there"; readonly said: string }
  /** The server takes no mail from us, whoever it is for. */
  | { readonly kind: "not from us"; readonly said: string }
  /** There is no such mailbox, for good. */
  | { readonly kind: "no such mailbox"; readonly said: string }
  | { readonly kind: "not this one"; readonly said: string };

export function smtpFailureOf(error: unknown, handedOver: boolean): SmtpFailure {
  const { code, command, response, responseCode } = parts(error);
  const said = inOneLine(response || `${code ?? "unknown"}`, 400);
  if (responseCode >= 500) return refusedBy(command, said, code);
  if (responseCode >= 400) return { kind: "not now", said };
  if (code === "EAUTH" || code === "ENOAUTH") return { kind: "no login", said };
  return handedOver ? { kind: "broken off", code: code ?? "unknown" } : { kind: "not now", said };
}

/**
 * RFC 3463: 5.1.1 no such mailbox, 5.1.2 no such domain, 5.1.3 not an address, 5.1.6 moved, 5.1.10 (RFC 7505) takes no
 * mail. 5.1.7 and 5.1.8 are about the sender. Without such a code a refusal may be about us: nothing is concluded from it.
 */
const mailboxIsGone = /\b5\.1\.(?:1|2|3|6|10)\b/;

function refusedBy(command: string, said: string, code: string | undefined): SmtpFailure {
  if (code === "EAUTH" || /^AUTH/.test(command) || /^53[0458]/.test(said)) return { kind: "no login", said };
  if (command === "RCPT TO") {
    if (mailboxIsGone.test(said)) return { kind: "no such mailbox", said };
    return /\brelay/i.test(said) ? { kind: "not there", said } : { kind: "not this one", said };
  }
  return command === "DATA" ? { kind: "not this one", said } : { kind: "not from us", said };
}

interface Context {
  readonly from: string;
  readonly host: string;
}

export function smtpOutcomeOf(failure: SmtpFailure, context: Context): Outcome {
  const reason = smtpInWords(failure, context);
  switch (failure.kind) {
    case "not now":
      return { kind: "retry", reason };
    case "broken off":
      return { kind: "ambiguous", reason, lookAfterMs: untilNextLook(false, 0) };
    case "no login":
    case "not from us":
      return { kind: "refused", reason, scope: "account" };
    case "not there":
      return { kind: "refused", reason, scope: "address" };
    case "no such mailbox":
    case "not this one":
      return { kind: "rejected", reason };
    default:
      return assertNever(failure);
  }
}

export function smtpInWords(failure: SmtpFailure, { from, host }: Context): string {
  switch (failure.kind) {
    case "not now":
      return `The mail server ${host} does not take it now (${failure.said})`;
    case "broken off":
      return `The connection to the mail server ${host} broke off (${failure.code})`;
    case "no login":
      return `The mail server ${host} no longer accepts Deskbell's user name and password (${failure.said}). Ask whoever runs it, and set SMTP_URL.`;
    case "not from us":
      return `The mail server ${host} takes no mail from ${from} (${failure.said}). Ask whoever runs it, and set SMTP_URL and EMAIL_FROM.`;
    case "not there":
      return `The mail server ${host} passes on no mail to this address for Deskbell (${failure.said}). Ask whoever runs it to let Deskbell mail other domains and restart Deskbell, or take the address off the recipients.`;
    case "no such mailbox":
      return `There is no such mailbox (${failure.said})`;
    case "not this one":
      return `The mail server ${host} refused it (${failure.said})`;
    default:
      return assertNever(failure);
  }
}

function parts(error: unknown) {
  const read = (name: string): unknown =>
    typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;
  const [code, command, response, responseCode] = ["code", "command", "response", "responseCode"].map(read);
  return {
    code: typeof code === "string" ? code : undefined,
    command: typeof command === "string" ? command : "",
    response: typeof response === "string" ? response : "",
    responseCode: typeof responseCode === "number" ? responseCode : 0,
  };
}
