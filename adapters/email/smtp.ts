import { createTransport } from "nodemailer";
import type { EscalationDesk } from "../../core/index.ts";
import type { SmtpConfig } from "./config.ts";
import { type SmtpFailure, smtpFailureOf, smtpInWords, smtpOutcomeOf } from "./smtp-errors.ts";
import type { Letter, Probe, Transport } from "./transport.ts";

/** The only file that speaks SMTP: a connection of its own for every mail, so that none waits for another's. */
export function createSmtp(config: SmtpConfig, from: string, desk: Pick<EscalationDesk, "suppress">): Transport {
  const context = { from, host: config.host };
  return {
    async send(letter, signal) {
      const { transport, handedOver } = connect(config);
      try {
        const { response } = await transport.sendMail({ ...mailOptions(letter), signal });
        const note = typeof response === "string" ? response.replace(/\s+/g, " ").slice(0, 200) : "250";
        return { kind: "delivered", note, posted: letter.messageId };
      } catch (error) {
        const failure = smtpFailureOf(error, handedOver());
        await suppressIfGone(failure, letter);
        return smtpOutcomeOf(failure, context);
      }
    },

    async probe(): Promise<Probe> {
      try {
        await connect(config).transport.verify();
        return { good: true };
      } catch (error) {
        return { good: false, reason: smtpInWords(smtpFailureOf(error, false), context) };
      }
    },
  };

  async function suppressIfGone(failure: SmtpFailure, { listedAs, delivery }: Letter): Promise<void> {
    if (failure.kind !== "no such mailbox") return;
    await desk.suppress(listedAs, { kind: "bounced", reason: failure.said }, delivery);
  }
}

function connect({ host, port, secure, login }: SmtpConfig) {
  let handedOver = false;
  const silent = () => undefined;
  /** The server's 354 is its word that from here on it may have the mail. The protocol is logged nowhere else. */
  const hear = (entry: unknown, message: unknown) => {
    const said = typeof entry === "object" && entry !== null && "tnx" in entry && entry.tnx === "server";
    if (said && typeof message === "string" && message.startsWith("354")) handedOver = true;
  };
  const transport = createTransport({
    host,
    port,
    secure,
    // A password is never sent where anybody on the way could read it.
    requireTLS: !secure && login !== null && !isOnThisMachine(host),
    ...(login && { auth: login }),
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 10_000,
    dnsTimeout: 5_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    transactionLog: true,
    logger: { level: silent, trace: silent, debug: hear, info: silent, warn: silent, error: silent, fatal: silent },
  });
  return { transport, handedOver: () => handedOver };
}

function isOnThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

function mailOptions({ from, to, subject, text, messageId, headers, date }: Letter) {
  return {
    from: { name: from.name, address: from.email },
    to: { name: to.name, address: to.email },
    envelope: { from: from.email, to: [to.email] },
    subject,
    text,
    messageId,
    date,
    headers,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
