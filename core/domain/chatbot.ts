import type { ChatbotId } from "./ids.ts";
import type { Recipient } from "./recipients.ts";
import type { ChatbotSettings } from "./settings.ts";
import type { WebhookEndpoint } from "./webhook-endpoint.ts";

/** How much of a thread's talk reaches the visitor. */
export type RelayMode = "two_way" | "explicit" | "alerts_only";

/** An owner's choice of a destination for a chatbot on an adapter. */
export interface Connection {
  readonly adapter: string;
  /** A workspace, a tenant, a sender. */
  readonly account: string;
  /** A channel, a mailbox: only its adapter can read it. */
  readonly address: string;
  /** What people call it: "#support". */
  readonly label: string;
  readonly relayMode: RelayMode;
}

export interface Chatbot {
  readonly id: ChatbotId;
  readonly name: string;
  readonly settings: ChatbotSettings;
  readonly connections: readonly Connection[];
  readonly recipients: readonly Recipient[];
  readonly endpoints: readonly WebhookEndpoint[];
}
