import { readFileSync } from "node:fs";
import { installEmail } from "../../../adapters/email/index.ts";
import type { Expect } from "../oracle/expected.ts";
import { badDay } from "./bad-day.ts";
import type { NamedChatbot, Platform, Shown } from "./platform.ts";

/** What the stand-in wrote of a mail when it accepted it. */
interface Entry {
  readonly did: string;
  readonly id: string;
  readonly to: readonly { readonly email: string }[];
  readonly subject: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly customArgs: { readonly delivery_id?: string };
}

const expectedInMailbox: Expect = ({ event }) => {
  if (event.type === "conversation.escalated") return "message";
  return event.type === "conversation.reopened" && event.by?.surface === "widget" ? "message" : null;
};

/** Nobody can look there before sending again: a mail that is there twice has the same Message-ID, and is the same. */
export const email: Platform = {
  name: "email",
  standIn: "sendgrid",
  title: "e-mail",
  install: () => installEmail,
  settings: (chatbot) => ({ recipients: [recipientOf(chatbot)] }),
  expect: expectedInMailbox,

  env: ({ access }) => ({
    SENDGRID_API_KEY: String(access.apiKey),
    SENDGRID_BASE_URL: String(access.url),
    SENDGRID_EVENT_PUBLIC_KEY: String(access.publicKey),
    EMAIL_FROM: "Deskbell <desk@deskbell.example>",
  }),

  open: async (standIn) => ({
    connect: ({ url }) => standIn.control("events", { url: `${url}/adapters/email/events` }),
    misbehave: (seed) => badDay(standIn, seed),
    behave: () => standIn.control("behave", {}),
    shown: async () => readMails(standIn.journal),
    buttons: null,
  }),
};

function recipientOf({ name }: NamedChatbot): string {
  return `${name.replace(" ", "-").toLowerCase()}@acme.example`;
}

function readMails(journal: string): readonly Shown[] {
  const lines = readFileSync(journal, "utf8").split("\n").filter(Boolean);
  const mails = lines.map((line) => JSON.parse(line) as Entry).filter(({ did }) => did === "sendMail");
  const first = new Map<string, Entry>();
  return mails.map((mail) => {
    const messageId = mail.headers["Message-ID"] ?? "";
    const before = first.get(messageId);
    if (!before) first.set(messageId, mail);
    return {
      channel: mail.to.map(({ email: address }) => address).join(),
      id: mail.id,
      under: null,
      delivery: mail.customArgs.delivery_id ?? null,
      ref: mail.id,
      text: mail.text,
      copy: before !== undefined && whatIsRead(before) === whatIsRead(mail),
      card: null,
    };
  });
}

function whatIsRead({ to, subject, text, headers }: Entry): string {
  return JSON.stringify([to, subject, text, headers]);
}
