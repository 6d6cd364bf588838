import { type DeskEvent, isOfConversation } from "../../core/index.ts";
import { domainOf } from "./address.ts";

interface Headed {
  readonly delivery: string;
  readonly event: DeskEvent;
  readonly from: string;
  readonly unsubscribe: string | null;
}

/** The same at every attempt: whoever gets a mail twice can tell, and most mailboxes then keep one. */
export function messageId({ delivery, from }: Pick<Headed, "delivery" | "from">): string {
  return `<d-${atom(delivery)}@${domainOf(from)}>`;
}

/** What stands above every mail, besides whom it is from and to. */
export function mailHeaders({ event, from, unsubscribe }: Headed): Record<string, string> {
  const domain = domainOf(from);
  // A root that no mail has: all of a conversation then hang together, even where Message-ID is replaced on the way.
  const root = isOfConversation(event) ? `<c-${atom(event.conversationId)}@${domain}>` : null;
  return {
    ...(root && { "In-Reply-To": root, References: root }),
    // RFC 3834: no out-of-office note comes back.
    "Auto-Submitted": "auto-generated",
    // Exchange's own word for it.
    "X-Auto-Response-Suppress": "All",
    "List-Id": `<${atom(event.chatbotId)}.deskbell.${domain}>`,
    // RFC 8058
    ...(unsubscribe && {
      "List-Unsubscribe": `<${unsubscribe}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }),
  };
}

/** Ids are ours, and of letters, digits and hyphens; whatever else comes in must not end the header. */
function atom(id: string): string {
  return id.replace(/[^A-Za-z0-9-]/g, "-");
}
