import {
  adapterInWords,
  type Chatbot,
  type ChatbotEvent,
  type Contact,
  type Conversation,
  type ConversationEvent,
  chatbotUrl,
  clockUtc,
  type Recipient,
  referenceOf,
  silencedInWords,
  transcriptUrl,
} from "../../core/index.ts";
import { headerName } from "./address.ts";
import type { FrozenMail } from "./frozen-mail.ts";
import { fold, inOneLine, line, minuteUtc } from "./lines.ts";
import type { Links } from "./links.ts";

/** How long a mailed Resolve link works. */
const linkLivesMs = 7 * 24 * 60 * 60 * 1_000;

interface Written {
  readonly chatbot: Chatbot;
  readonly recipient: Recipient;
  readonly links: Links;
  readonly publicUrl: string;
}

type AlertEvent = Extract<
  ConversationEvent,
  { type: "conversation.escalated" | "conversation.reopened" | "conversation.unreached" }
>;
type NoticeEvent = Extract<ChatbotEvent, { type: "chatbot.destination_paused" | "chatbot.recipient_silenced" }>;

/** A visitor asks for a human, or wrote again after it was resolved, or nobody has been told of it. */
export function alertMail(event: AlertEvent, conversation: Conversation, written: Written): FrozenMail {
  const { chatbot, publicUrl, links, recipient } = written;
  const question = event.type === "conversation.escalated" ? event.lastMessage : conversation.lastMessage;
  const contact = conversation.contact ? contactInWords(conversation.contact) : "";
  const resolve = links.to({
    kind: "resolve",
    chatbotId: event.chatbotId,
    conversationId: event.conversationId,
    episode: event.episode,
    asOf: event.seq,
    email: recipient.email,
    name: headerName(recipient.name) || recipient.email,
    expires: new Date(event.occurredAt.getTime() + linkLivesMs),
  });
  return frozen(written, `Somebody asks for a human – ${referenceOf(event.conversationId)}`, "alert", [
    ...(event.type === "conversation.unreached" ? [...unreached(event, chatbot), ""] : []),
    line("Chatbot", chatbot.name),
    line("Question", inOneLine(question) || "(none yet)"),
    line("Escalated", minuteUtc(escalatedAt(event, conversation))),
    ...(contact ? [line("Contact", contact)] : []),
    line("Conversation", transcriptUrl(publicUrl, event)),
    "",
    ...(event.type === "conversation.reopened"
      ? ["The visitor wrote again after it was resolved, so it is open again.", ""]
      : []),
    "A reply to this e-mail does not reach the visitor. To answer, open the conversation.",
    "",
    line("Resolve it with one click", resolve),
  ]);
}

/** One for all who asked within a minute, too many for a mail each. */
export function digestMail(
  { count, since, until, chatbotId }: Extract<ChatbotEvent, { type: "chatbot.escalations_digested" }>,
  written: Written,
): FrozenMail {
  const who = count === 1 ? "1 more person asked for a human" : `${count} more people asked for a human`;
  return frozen(written, `${who} – ${minuteUtc(since)}`, "alert", [
    line("Chatbot", written.chatbot.name),
    line("Escalated", `${who} between ${minuteUtc(since)} and ${clockUtc(until)}, too many for a mail each`),
    line("Conversations", chatbotUrl(written.publicUrl, chatbotId)),
    "",
    "A reply to this e-mail does not reach the visitors. To answer, open the conversations.",
    "",
  ]);
}

/** What an owner has to know and to mend. */
export function noticeMail(event: NoticeEvent, written: Written): FrozenMail {
  if (event.type === "chatbot.recipient_silenced") {
    const [what, why, todo] = silencedInWords(event);
    return frozen(written, `Deskbell no longer mails ${inOneLine(event.email, 100)}`, "notice", [
      line("Chatbot", written.chatbot.name),
      "",
      ...[what, why, todo].map((sentence) => fold(inOneLine(sentence))),
    ]);
  }
  const place = inOneLine(`${adapterInWords(event.adapter)} ${event.label}`, 100);
  return frozen(written, `Deskbell no longer reaches ${place}`, "notice", [
    line("Chatbot", written.chatbot.name),
    "",
    fold(`⚠️ Deskbell no longer reaches ${place}.`),
    fold(inOneLine(event.reason, 1_500)),
    "Nothing is lost: what waits there is delivered once it is mended.",
  ]);
}

function frozen(
  { chatbot, recipient, links }: Written,
  subject: string,
  kind: "alert" | "notice",
  lines: readonly string[],
): FrozenMail {
  const { email, isOwner } = recipient;
  const unsubscribe =
    kind === "alert" ? links.to({ kind: "unsubscribe", chatbotId: chatbot.id, email, isOwner }) : null;
  const whose = isOwner ? "No more alerts, about any chatbot" : "No more alerts about this chatbot";
  return {
    to: { email, name: headerName(recipient.name) },
    subject: `[${inOneLine(chatbot.name, 80) || "Chatbot"}] ${subject}`,
    text: [...lines, ...(unsubscribe ? [line(whose, unsubscribe)] : [])].map((each) => `${each}\n`).join(""),
    unsubscribe,
  };
}

function unreached(
  { escalatedAt: since, occurredAt }: Extract<AlertEvent, { type: "conversation.unreached" }>,
  chatbot: Chatbot,
) {
  const seconds = Math.max(1, Math.round((occurredAt.getTime() - since.getTime()) / 1_000));
  const places = chatbot.connections.map(({ adapter, label }) => `${adapterInWords(adapter)} ${inOneLine(label, 80)}`);
  return [
    `⚠️ A visitor has been asking for a human for ${seconds} s, and nobody has been reached.`,
    places.length === 0
      ? "No channel is connected: connect one with /deskbell connect in Slack, or @Deskbell connect in Microsoft Teams."
      : fold(`Check whether these still work: ${places.join("; ")}.`),
    "Check also whether alerts arrive by e-mail, and who gets them.",
  ];
}

function escalatedAt(event: AlertEvent, { escalation }: Conversation): Date {
  return event.type === "conversation.reopened" ? (escalation?.escalatedAt ?? event.occurredAt) : event.escalatedAt;
}

function contactInWords({ name = "", email = "", phone = "" }: Contact): string {
  return [name, email, phone]
    .map((each) => inOneLine(each, 254))
    .filter((each) => each !== "")
    .join(", ");
}
