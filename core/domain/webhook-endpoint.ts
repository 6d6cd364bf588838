import type { EndpointId } from "./ids.ts";

export const webhookEventTypes = [
  "conversation.started",
  "message.received",
  "lead.captured",
  "conversation.escalated",
  "conversation.claimed",
  "message.replied",
  "conversation.handed_back",
  "conversation.resolved",
  "conversation.reopened",
] as const;

export type WebhookEventType = (typeof webhookEventTypes)[number];

/** A URL that is told of what happens. Its secrets are not here: they are read when something is signed. */
export interface WebhookEndpoint {
  readonly id: EndpointId;
  readonly url: string;
  /** What it is subscribed to. */
  readonly events: readonly WebhookEventType[];
  readonly enabled: boolean;
  /** What its owner calls it. */
  readonly label: string;
  /** One more signature, for a receiver that was written for another sender. */
  readonly compatibility: CompatibilityHeader | null;
}

export interface CompatibilityHeader {
  readonly header: string;
  readonly encoding: "hex" | "base64";
}
