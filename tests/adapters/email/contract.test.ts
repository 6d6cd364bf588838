import { generateKeyPairSync } from "node:crypto";
import { installEmail } from "../../../adapters/email/index.ts";
import { startStandInSendGrid } from "../../stand-ins/sendgrid/stand-in-sendgrid.ts";
import { keepsTheAdapterContract } from "../adapter-contract.ts";
import { aRecipient } from "./email-parts.ts";

const EMAIL_FROM = "desk@acme.example";
const SENDGRID_API_KEY = "SG.abc.def";
const publicKey = generateKeyPairSync("ec", { namedCurve: "prime256v1" })
  .publicKey.export({ format: "der", type: "spki" })
  .toString("base64");

keepsTheAdapterContract({
  surface: "mailbox",
  name: "email",
  install: installEmail,
  halves: [
    { env: { SENDGRID_API_KEY }, missing: "EMAIL_FROM" },
    { env: { SMTP_URL: "smtp://mail.acme.example" }, missing: "EMAIL_FROM" },
    { env: { EMAIL_FROM, SENDGRID_EVENT_PUBLIC_KEY: publicKey }, missing: "SENDGRID_API_KEY" },
    {
      env: { EMAIL_FROM, SENDGRID_API_KEY, EMAIL_REPLY_DOMAIN: "in.acme.example" },
      missing: "SENDGRID_INBOUND_PUBLIC_KEY",
    },
    { env: { EMAIL_FROM, SENDGRID_API_KEY, SENDGRID_INBOUND_PUBLIC_KEY: publicKey }, missing: "EMAIL_REPLY_DOMAIN" },
  ],
  async startPlatform() {
    const sendgrid = await startStandInSendGrid();
    const recipient = aRecipient();
    return {
      env: {
        EMAIL_FROM,
        SENDGRID_API_KEY: sendgrid.apiKey,
        SENDGRID_BASE_URL: sendgrid.url,
        SENDGRID_EVENT_PUBLIC_KEY: sendgrid.publicKey,
      },
      account: "sendgrid",
      recipient,
      callbackPath: "/events",
      sendCallbacksTo: sendgrid.sendEventsTo,
      reachable: async () => {},
      shown: () => sendgrid.mails(recipient.email).map(({ subject, text }) => `${subject}\n\n${text}`),
      limitRate: (seconds) => sendgrid.misbehave({ how: "rate_limited", retryAfter: seconds, times: 1 }),
      revoke: sendgrid.revoke,
      settled: sendgrid.settled,
      stop: sendgrid.stop,
    };
  },
});
