/** One type per kind of id, so that a conversation's id cannot stand where a chatbot's is meant. */
export type Id<Kind extends string> = string & { readonly __kind: Kind };

export type ChatbotId = Id<"chatbot">;
export type ConversationId = Id<"conversation">;
/** A visitor's stay in one browser: `embed-…`. */
export type SessionId = Id<"session">;
export type EscalationId = Id<"escalation">;
/** `evt_…` on the wire; a UUIDv7 in storage. */
export type EventId = Id<"event">;
export type DeliveryId = Id<"delivery">;
/** A URL that webhooks are sent to. */
export type EndpointId = Id<"endpoint">;
