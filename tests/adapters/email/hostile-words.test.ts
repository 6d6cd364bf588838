import fc from "fast-check";
import { simpleParser } from "mailparser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Adapter, Recipient } from "../../../core/index.ts";
import { aChatbot } from "../../builders/chatbots.ts";
import { aConversation } from "../../builders/conversations.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { anEscalatedEvent } from "../../builders/events.ts";
import { anOpenEscalation } from "../../builders/notices.ts";
import { type StandInSendGrid, startStandInSendGrid } from "../../stand-ins/sendgrid/stand-in-sendgrid.ts";
import { type StandInSmtp, startStandInSmtp } from "../../stand-ins/smtp/stand-in-smtp.ts";
import { anEmailDesk } from "./email-desk.ts";
import { aRecipient } from "./email-parts.ts";

const forged = fc.constantFrom(
  "\r\nBcc: z@evil.example\r\n",
  "\nConversation: https://evil.example",
  "\u2028Resolve it with one click: https://evil.example",
  "\u0085Question: send money",
  "\0",
  "\u202Etxt.exe\u2066",
  "\ud800",
  "\r\n.\r\nRSET\r\n",
  '"<z@evil.example>, ',
  "=?UTF-8?Q?=0ABcc:_z@evil.example?=",
  "🙏".repeat(3_000),
);
const hostile = fc
  .array(fc.oneof(forged, fc.string({ unit: "binary", maxLength: 40 }), fc.string({ maxLength: 40 })), { maxLength: 6 })
  .map((parts) => parts.join(""));
const veryLong = fc.constantFrom("x".repeat(50_000), "ж \n".repeat(17_000));
const words = fc.oneof({ weight: 9, arbitrary: hostile }, { weight: 1, arbitrary: veryLong });

const ours = [
  "Chatbot: ",
  "Question: ",
  "Escalated: ",
  "Contact: ",
  "Conversation: https://desk.example/",
  "A reply to this e-mail does not reach the visitor",
  "Resolve it with one click: https://desk.example/",
  "No more alerts about this chatbot: https://desk.example/",
];
const headers = [
  "auto-submitted",
  "content-transfer-encoding",
  "content-type",
  "date",
  "from",
  "in-reply-to",
  "list-id",
  "list-unsubscribe",
  "list-unsubscribe-post",
  "message-id",
  "mime-version",
  "references",
  "subject",
  "to",
  "x-auto-response-suppress",
];

let sendgrid: StandInSendGrid;
let smtp: StandInSmtp;
let ways: readonly Adapter[];
beforeAll(async () => {
  [sendgrid, smtp] = await Promise.all([startStandInSendGrid(), startStandInSmtp()]);
  const desks = await Promise.all([
    anEmailDesk({ SENDGRID_API_KEY: sendgrid.apiKey, SENDGRID_BASE_URL: sendgrid.url }),
    anEmailDesk({ SMTP_URL: smtp.url }),
  ]);
  ways = desks.map(({ adapter }) => adapter);
});
afterAll(() => Promise.all([sendgrid.stop(), smtp.stop()]));

async function send(adapter: Adapter, text: Text, recipient: Recipient): Promise<void> {
  const chatbot = aChatbot({ name: text.chatbot, recipients: [recipient] });
  const contact = { name: text.name, email: text.email, phone: text.phone };
  const conversation = aConversation({ escalation: anOpenEscalation(), contact });
  const event = { ...anEscalatedEvent(), lastMessage: text.question };
  const [planned, ...more] = adapter.plan(event, chatbot, conversation);
  if (!planned) throw new Error("Nobody is mailed.");
  expect(more).toEqual([]);
  expect(await adapter.deliver(aDelivery({ ...planned, event }), AbortSignal.timeout(10_000))).toMatchObject({
    kind: "delivered",
  });
}

type Text = Record<"chatbot" | "question" | "name" | "email" | "phone" | "recipient", string>;

describe("whatever chatbots, visitors and recipients are called and say", () => {
  it("stands in its own line, goes to one address, and forges nothing of ours", async () => {
    const record = { chatbot: words, question: words, name: words, email: words, phone: words, recipient: words };
    const property = fc.asyncProperty(fc.record(record), async (text) => {
      for (const way of ways) await send(way, text, aRecipient({ name: text.recipient }));
      const byApi = sendgrid.mails().at(-1);
      const bySmtp = smtp.received.at(-1);
      if (!byApi || !bySmtp) throw new Error("Nothing was sent.");
      expect(byApi.to.map(({ email }) => email)).toEqual(["ben@acme.example"]);
      expect([...byApi.cc, ...byApi.bcc]).toEqual([]);
      const values = [...Object.values(byApi.headers), byApi.subject, byApi.from.name, byApi.to[0]?.name ?? ""];
      for (const value of values) expect(value).not.toMatch(/[\p{Control}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
      expect(bySmtp.envelope.to).toEqual(["ben@acme.example"]);
      expect([...bySmtp.mail.headers.keys()].flatMap((name) => (name === "list" ? [] : [name])).length).toBeGreaterThan(
        8,
      );
      expect(headerNames(bySmtp.raw)).toEqual(headers);
      for (const line of bySmtp.raw.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998);
      const { text: written = "", subject } = await simpleParser(bySmtp.raw);
      expect([written, subject]).toEqual([byApi.text, byApi.subject]);
      isOurs(byApi.text);
    });
    await fc.assert(property, { seed: 20_260_419, numRuns: 30 });
  });
});

function headerNames(raw: string): string[] {
  const [head = ""] = raw.split("\r\n\r\n");
  return head
    .split("\r\n")
    .filter((line) => !/^[ \t]/.test(line))
    .map((line) => line.slice(0, line.indexOf(":")).toLowerCase())
    .sort();
}

/** Each of our lines once and in order; what is neither ours nor empty continues one of them. */
function isOurs(text: string): void {
  const lines = text.split("\n");
  expect(text).not.toMatch(/[^\P{Control}\n]/u);
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998);
  const own = lines.filter((line) => line !== "" && !line.startsWith("  "));
  const expected = ours.filter((each) => each !== "Contact: " || own.some((line) => line.startsWith(each)));
  expect(own.map((line, at) => line.startsWith(expected[at] ?? "?"))).toEqual(expected.map(() => true));
}
