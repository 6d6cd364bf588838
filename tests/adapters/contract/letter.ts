import type { Adapter, Delivery } from "../../../core/index.ts";
import { aChatbot } from "../../builders/chatbots.ts";
import { aConversation } from "../../builders/conversations.ts";
import { anEscalatedEvent } from "../../builders/events.ts";
import { anOpenEscalation } from "../../builders/notices.ts";
import type { MailboxPlatform } from "../adapter-contract.ts";

/** What is planned for the recipient when a visitor asks for a human. */
export function letterTo(
  { recipient }: MailboxPlatform,
  adapter: Adapter,
  { question = "Can I speak to someone about my order?", name = "Ada Lovelace" } = {},
): Partial<Delivery> {
  const event = { ...anEscalatedEvent(), occurredAt: new Date(), lastMessage: question };
  const conversation = aConversation({ escalation: anOpenEscalation(), contact: { name } });
  const [planned] = adapter.plan(event, aChatbot({ recipients: [recipient] }), conversation);
  if (!planned) throw new Error(`Nothing is planned for ${recipient.email}.`);
  return { ...planned, event, notice: null };
}
