import type { ChatbotFact } from "../domain/events.ts";
import { cutText, oneLine } from "./text.ts";

type Silenced = Extract<ChatbotFact, { type: "chatbot.recipient_silenced" }>;

/** What happened, why, and what to do, a sentence each; plain text. */
export function silencedInWords({ email, isOwner, cause, reason }: Silenced): readonly [string, string, string] {
  const said = reason ? ` (${cutText(oneLine(reason), 500)})` : "";
  const whose = isOwner ? "the owner's own address" : "this recipient";
  return [
    `⚠️ Deskbell no longer mails ${cutText(email, 254)}.`,
    {
      bounced: `Mail to ${whose} came back${said}.`,
      dropped: `The mail service refuses to send to ${whose}${said}.`,
      reported_spam: `Somebody who reads mail at ${whose} called it spam.`,
      unsubscribed: `${isOwner ? "The owner" : "The recipient"} turned the alerts off by the link in a mail.`,
    }[cause],
    cause === "unsubscribed"
      ? "Alerts can be turned on again in the settings."
      : "Check the address, and lift this in the settings once mail reaches it again.",
  ];
}
