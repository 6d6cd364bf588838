import { createHash, randomBytes, randomInt } from "node:crypto";
import type { ApiKey, Scope } from "../domain/api-key.ts";
import { DomainError } from "../domain/errors.ts";
import type { ChatbotId } from "../domain/ids.ts";
import type { ApiKeyStore } from "./api-key-store.ts";
import type { Clock } from "./ports.ts";

const mostKeys = 100;
const idLetters = "abcdefghijklmnopqrstuvwxyz0123456789";

export interface WantedKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
}

export interface MadeKey {
  readonly key: Omit<ApiKey, "lastUsedAt" | "revokedAt">;
  /** `dk_live_`, 8 letters by which it is found, 43 that are its secret. Shown once. */
  readonly text: string;
}

/** `granting`: what whoever asks may do; nobody gives away more than they have. */
export function createMakeApiKey(now: Clock) {
  return async (
    keys: ApiKeyStore,
    chatbotId: ChatbotId,
    { name, scopes }: WantedKey,
    granting: readonly Scope[],
  ): Promise<MadeKey> => {
    const beyond = scopes.filter((scope) => !granting.includes(scope));
    if (beyond.length > 0) {
      throw new DomainError(
        "scope_missing",
        `A key cannot make one that may more than itself: this one has no ${beyond.join(", ")}.`,
      );
    }
    const id = Array.from({ length: 8 }, () => idLetters[randomInt(idLetters.length)]).join("");
    const text = `dk_live_${id}${randomBytes(32).toString("base64url")}`;
    const key = { chatbotId, id, name, scopes: [...new Set(scopes)], createdAt: now() };
    if (await keys.add(key, hashKey(text), mostKeys)) return { key, text };
    throw new DomainError("unprocessable", `This chatbot has ${mostKeys} keys, and no more fit: revoke one first.`);
  };
}

/** The id in what may be a key; null for what cannot be one. */
export function keyIdIn(text: string): string | null {
  return /^dk_live_([a-z0-9]{8})[\w-]{43}$/.exec(text)?.[1] ?? null;
}

/** Enough for 256 bits of chance: nobody guesses those, however fast. */
export function hashKey(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
