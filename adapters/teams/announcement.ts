import {
  type Announced,
  adapterInWords,
  assertNever,
  clockUtc,
  cutText,
  oneLine,
  silencedInWords,
} from "../../core/index.ts";
import type { Sent } from "./connector.ts";

/** What a whole chatbot has to say: many escalations at once, or a destination that broke. */
export function announcement(event: Announced, publicUrl: string): Sent {
  const text = sentences(event, publicUrl);
  return { type: "message", textFormat: "plain", text: text.join("\n"), summary: text[0] ?? "" };
}

function sentences(event: Announced, publicUrl: string): readonly string[] {
  switch (event.type) {
    case "chatbot.escalations_digested": {
      const { count, since, until } = event;
      const who = count === 1 ? "1 more person asked for a human" : `${count} more people asked for a human`;
      return [
        `🔔 ${who} between ${clockUtc(since)} and ${clockUtc(until)}, too many for a card each.`,
        `Open the list: ${publicUrl.replace(/\/$/, "")}/dashboard/chatbots/${event.chatbotId}/human-support`,
      ];
    }
    case "chatbot.destination_paused":
      return [
        `⚠️ Deskbell no longer reaches ${cutText(`${adapterInWords(event.adapter)} ${oneLine(event.label)}`, 200)}.`,
        cutText(oneLine(event.reason), 1500),
        "Nothing is lost: what waits there is delivered once it is mended.",
      ];
    case "chatbot.recipient_silenced":
      return silencedInWords(event);
    default:
      return assertNever(event);
  }
}
