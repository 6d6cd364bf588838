import type { z } from "zod";
import type { ApiKey } from "../../domain/api-key.ts";
import type { DeliveryRecord } from "../../queries/delivery-log.ts";
import type { RecipientStanding } from "../../queries/recipients.ts";
import type { EndpointStanding } from "../../usecases/endpoint-store.ts";
import type * as protocol from "../api-protocol.ts";

export function viewEndpoint(standing: EndpointStanding): z.infer<typeof protocol.endpoint> {
  const { id, url, label, events, enabled, compatibility } = standing.endpoint;
  return {
    id,
    url,
    label,
    events: [...events],
    enabled,
    compatibility,
    status: statusOf(standing),
    reason: standing.reason,
    failing_since: standing.failingSince?.toISOString() ?? null,
    previous_secret_until: standing.previousSecretUntil?.toISOString() ?? null,
    created_at: standing.createdAt.toISOString(),
    changed_at: standing.changedAt.toISOString(),
  };
}

function statusOf({ endpoint, health, failingSince }: EndpointStanding) {
  if (!endpoint.enabled) return "disabled";
  if (health === "paused") return "paused";
  return health === "open" || failingSince ? "failing" : "ok";
}

export function viewDelivery(record: DeliveryRecord): z.infer<typeof protocol.delivery> {
  const { deliveryId, adapter, address, effect, eventType, eventId, conversationId, episode, state, reason } = record;
  return {
    id: deliveryId,
    adapter,
    address,
    effect,
    // On the wire it goes by another name.
    event: eventType === "chatbot.endpoint_tested" ? "webhook.test" : eventType,
    event_id: `evt_${eventId.replaceAll("-", "")}`,
    conversation_id: conversationId,
    episode,
    state,
    reason,
    late: record.late,
    created_at: record.createdAt.toISOString(),
    settled_at: record.settledAt?.toISOString() ?? null,
    confirmed_at: record.confirmedAt?.toISOString() ?? null,
    attempts: record.attempts.map(({ attempt, at, ms, outcome, reason }) => ({
      n: attempt,
      at: new Date(at).toISOString(),
      ms,
      outcome,
      reason,
    })),
  };
}

export function viewApiKey(key: ApiKey): z.infer<typeof protocol.apiKey> {
  return {
    id: key.id,
    name: key.name,
    scopes: [...key.scopes],
    chatbot_id: key.chatbotId,
    created_at: key.createdAt.toISOString(),
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
  };
}

export function viewRecipient(standing: RecipientStanding) {
  const { email, name, isOwner, silence } = standing;
  return { email, name, is_owner: isOwner, silence: silence && { kind: silence, reason: whySilent(standing) } };
}

function whySilent({ silence, suppression }: RecipientStanding): string {
  if (silence === "preference") return "They turned off all escalation mail for themselves.";
  if (silence === "unsubscribed") return "They took themselves off this chatbot's alerts by the link in a mail.";
  const said = suppression?.reason ? ` (${suppression.reason})` : "";
  switch (suppression?.kind) {
    case "reported_spam":
      return "Somebody who reads mail there called it spam.";
    case "dropped":
      return `The mail service refuses to send there${said}.`;
    default:
      return `Mail to this address came back${said}.`;
  }
}
