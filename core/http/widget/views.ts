import type { Chatbot } from "../../domain/chatbot.ts";
import type { Conversation } from "../../domain/conversation.ts";
import type { Message } from "../../domain/message.ts";
import type { WidgetChatbot, WidgetMessage, WidgetStatus } from "../widget-protocol.ts";

/** The English texts of what an owner left to the default (product.md [3]). */
const defaults = {
  positive_label: "That answered my question 👍",
  request_help_label: "Talk to a human",
  confirmation_message: "Sent! The team will follow up soon.",
} as const;

export function viewChatbot({ id, name, settings }: Chatbot): WidgetChatbot {
  const { show_escalation_cta, replace_follow_ups, theme } = settings;
  return {
    id,
    name,
    show_escalation_cta,
    replace_follow_ups,
    positive_label: settings.positive_label ?? defaults.positive_label,
    request_help_label: settings.request_help_label ?? defaults.request_help_label,
    confirmation_message: settings.confirmation_message ?? defaults.confirmation_message,
    theme,
  };
}

export function viewStatus({ escalation }: Conversation): WidgetStatus {
  if (!escalation) return { state: "none", episode: 0, claimed_by: null, resolved_by: null, escalated_at: null };
  return {
    state: escalation.status,
    episode: escalation.episode,
    claimed_by: escalation.claimedBy?.name ?? null,
    resolved_by: escalation.status === "resolved" ? escalation.resolvedBy.name : null,
    escalated_at: escalation.escalatedAt.toISOString(),
  };
}

export function viewMessage(message: Message): WidgetMessage {
  const { seq, author, name, text, tree, rating } = message;
  return {
    seq,
    author,
    name,
    text,
    tree,
    sent_at: message.sentAt.toISOString(),
    client_id: message.clientId,
    follow_ups: message.followUps,
    rating,
  };
}
