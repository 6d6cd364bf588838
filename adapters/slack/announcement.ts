import { type Announced, adapterInWords, assertNever, clockUtc, oneLine, silencedInWords } from "../../core/index.ts";
import type { Rendered } from "./card.ts";
import { timeOf } from "./moments.ts";
import { cutEscaped, escapeText } from "./text.ts";

/** What a whole chatbot has to say: many escalations at once, or a destination that broke. */
export function announcement(event: Announced, publicUrl: string): Rendered {
  const { notification, shown } = sentences(event, publicUrl);
  return {
    text: notification,
    blocks: [{ type: "section", text: { type: "mrkdwn", text: shown, verbatim: true } }],
  };
}

function sentences(event: Announced, publicUrl: string): { notification: string; shown: string } {
  switch (event.type) {
    case "chatbot.escalations_digested": {
      const { count, since, until } = event;
      const who = count === 1 ? "1 more person asked for a human" : `${count} more people asked for a human`;
      const list = `${publicUrl.replace(/\/$/, "")}/dashboard/chatbots/${event.chatbotId}/human-support`;
      return {
        notification: `🔔 ${who} between ${clockUtc(since)} and ${clockUtc(until)}`,
        shown: `🔔 *${who}* between ${timeOf(since)} and ${timeOf(until)}, too many for a card each.\n<${escapeText(list)}|Open the list>`,
      };
    }
    case "chatbot.destination_paused": {
      const place = `${adapterInWords(event.adapter)} ${oneLine(event.label)}`;
      const what = `⚠️ Deskbell no longer reaches ${cutEscaped(place, 200)}`;
      const why = cutEscaped(oneLine(event.reason), 1500);
      return {
        notification: `${what}: ${why}`,
        shown: `*${what}*\n${why}\nNothing is lost: what waits there is delivered once it is mended.`,
      };
    }
    case "chatbot.recipient_silenced": {
      const [what, why, todo] = silencedInWords(event);
      return {
        notification: `${what} ${why}`,
        shown: `*${cutEscaped(what, 600)}*\n${cutEscaped(why, 1500)}\n${escapeText(todo)}`,
      };
    }
    default:
      return assertNever(event);
  }
}
