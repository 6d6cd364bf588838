import { randomBytes } from "node:crypto";
import type { Mail } from "../mail.ts";
import type { MailSend } from "../rules/mail-send-shape.ts";

/** What SendGrid makes of a request that it has nothing against: a mail for each personalization. */
export function mailsOf(given: MailSend, request: Mail["request"]): [messageId: string, Mail[]] {
  const messageId = randomBytes(16).toString("base64url");
  const at = new Date().toISOString();
  const textOf = (type: string) => given.content?.find((each) => each.type.toLowerCase() === type)?.value;
  const mails = given.personalizations.map(
    (each, number): Mail => ({
      id: `${messageId}.${number}`,
      messageId,
      at,
      from: each.from ?? given.from,
      replyTo: given.reply_to ?? given.reply_to_list?.[0],
      to: each.to,
      cc: each.cc ?? [],
      bcc: each.bcc ?? [],
      subject: each.subject ?? given.subject ?? "",
      text: textOf("text/plain") ?? "",
      html: textOf("text/html"),
      headers: { ...given.headers, ...each.headers },
      customArgs: { ...given.custom_args, ...each.custom_args },
      categories: given.categories ?? [],
      request,
      events: [],
      read: false,
    }),
  );
  return [messageId, mails];
}
