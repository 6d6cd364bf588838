import { simpleParser } from "mailparser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installEmail } from "../../../adapters/email/index.ts";
import type { Adapter, Chatbot, Conversation, DeliveryId, DeskEvent } from "../../../core/index.ts";
import { aChatbot, aConnection } from "../../builders/chatbots.ts";
import { aConversation } from "../../builders/conversations.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { aChatbotEvent, aConversationEvent, anEscalatedEvent } from "../../builders/events.ts";
import { anOpenEscalation, escalatedAt } from "../../builders/notices.ts";
import { type StandInSendGrid, startStandInSendGrid } from "../../stand-ins/sendgrid/stand-in-sendgrid.ts";
import { type StandInSmtp, startStandInSmtp } from "../../stand-ins/smtp/stand-in-smtp.ts";
import { recordingDesk } from "../recording-desk.ts";
import { recordingLog } from "../recording-log.ts";
import { testKeys } from "../test-keys.ts";
import { aRecipient, publicUrl, theOwner } from "./email-parts.ts";

const chatbot = aChatbot({
  recipients: [aRecipient()],
  connections: [aConnection(), aConnection({ adapter: "teams", label: "Support" })],
});
const owned = { ...chatbot, recipients: [theOwner] };
const conversation = aConversation({ escalation: anOpenEscalation() });
const known = {
  ...conversation,
  contact: { name: "Ada Lovelace", email: "ada@example.com", phone: "+44 20 7946 0000" },
};
const later = new Date("2026-04-19T10:24:45.120Z");
const visitor = { name: "visitor", surface: "widget", externalId: "v-1" } as const;

const mails: readonly (readonly [
  name: string,
  event: DeskEvent,
  chatbot: Chatbot,
  conversation: Conversation | null,
])[] = [
  ["alert", anEscalatedEvent(), chatbot, known],
  ["alert-of-nobody-known-and-nothing-said", { ...anEscalatedEvent(), lastMessage: "" }, chatbot, conversation],
  [
    "reopened-by-the-visitor",
    aConversationEvent({ type: "conversation.reopened", by: visitor }, { seq: 12, occurredAt: later }),
    chatbot,
    { ...known, lastMessage: "It still does not work. Können Sie helfen? 🙏" },
  ],
  [
    "nobody-reached",
    aConversationEvent({ type: "conversation.unreached", escalatedAt }, { seq: 6, occurredAt: later }),
    owned,
    known,
  ],
  [
    "digest",
    aChatbotEvent({ type: "chatbot.escalations_digested", count: 27, since: escalatedAt, until: later }),
    owned,
    null,
  ],
  [
    "broken-destination",
    aChatbotEvent({
      type: "chatbot.destination_paused",
      adapter: "slack",
      account: "workspace",
      address: "C0SUPPORT1",
      scope: "address",
      label: "#support",
      reason: "The channel #support was archived. Unarchive it in Slack.",
    }),
    owned,
    null,
  ],
  [
    "silenced-recipient",
    aChatbotEvent({
      type: "chatbot.recipient_silenced",
      email: "cem@acme.example",
      isOwner: false,
      cause: "bounced",
      reason: "550 5.1.1 No such user here",
    }),
    owned,
    null,
  ],
];

let sendgrid: StandInSendGrid;
let smtp: StandInSmtp;
beforeAll(async () => {
  [sendgrid, smtp] = await Promise.all([startStandInSendGrid(), startStandInSmtp()]);
});
afterAll(() => Promise.all([sendgrid.stop(), smtp.stop()]));

async function install(env: Record<string, string>): Promise<Adapter> {
  const adapter = await installEmail({
    env: { EMAIL_FROM: "Acme Support <desk@acme.example>", ...env },
    publicUrl,
    desk: recordingDesk(),
    log: recordingLog(),
    now: () => later,
    keyFor: testKeys,
  });
  if (!adapter) throw new Error("E-mail stays away.");
  return adapter;
}

async function send(adapter: Adapter, [, event, of, conversation]: (typeof mails)[number]): Promise<void> {
  const [planned, ...more] = adapter.plan(event, of, conversation);
  if (!planned) throw new Error("Nobody is mailed.");
  expect(more).toEqual([]);
  const id = "00000000-0000-4000-8000-000000000001.0196c1f2-3a4b-7c5d-8e6f-0123456789ab" as DeliveryId;
  const outcome = await adapter.deliver(aDelivery({ ...planned, id, event }), AbortSignal.timeout(10_000));
  expect(outcome.kind).toBe("delivered");
}

describe("a whole mail, as it is sent", () => {
  it.each(mails)("to SendGrid: %s", async (...mail) => {
    await send(await install({ SENDGRID_API_KEY: sendgrid.apiKey, SENDGRID_BASE_URL: sendgrid.url }), mail);
    const { body, messageId } = sendgrid.calls.at(-1) ?? {};
    expect(sendgrid.mails().at(-1)?.messageId).toBe(messageId);
    await expect(`${JSON.stringify(body, null, 2)}\n`).toMatchFileSnapshot(`golden/${mail[0]}.sendgrid.txt`);
  });

  it.each(mails)("over SMTP: %s", async (...mail) => {
    await send(await install({ SMTP_URL: smtp.url }), mail);
    const { raw = "", envelope } = smtp.received.at(-1) ?? {};
    expect(envelope).toEqual({ from: "desk@acme.example", to: [expect.stringMatching(/^(Ana|ben)@acme\.example$/)] });
    const { subject, text } = await simpleParser(raw);
    const bySendGrid = sendgrid.mails().find((each) => each.subject === subject && each.text === text);
    expect(bySendGrid, "the same as by SendGrid").toBeDefined();
    await expect(raw).toMatchFileSnapshot(`golden/${mail[0]}.smtp.txt`);
  });
});
