import type { ChatbotId } from "./ids.ts";

/** What a key may be for. `read` looks, `write` changes. */
export const scopes = [
  "webhooks:read",
  "webhooks:write",
  "deliveries:read",
  "deliveries:write",
  "settings:read",
  "settings:write",
  "keys:write",
] as const;

export type Scope = (typeof scopes)[number];

/** Opens the API for one chatbot. The key itself is known to whoever made it, and to nobody else. */
export interface ApiKey {
  readonly chatbotId: ChatbotId;
  /** A part of the key, so that it can be recognised in a list. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  /** To the minute; null: never. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}
