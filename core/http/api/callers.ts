import { timingSafeEqual } from "node:crypto";
import type { Request } from "express";
import { type ApiKey, type Scope, scopes } from "../../domain/api-key.ts";
import { DomainError } from "../../domain/errors.ts";
import type { ChatbotId } from "../../domain/ids.ts";
import { hashKey, keyIdIn } from "../../usecases/make-api-key.ts";
import type { Limiters } from "../limits.ts";

export interface Caller {
  /** null: the operator, who says which one. */
  readonly chatbotId: ChatbotId | null;
  /** What requests are counted by. */
  readonly name: string;
  readonly scopes: readonly Scope[];
}

export interface CallerParts {
  readonly keys: {
    find(id: string): Promise<readonly (ApiKey & { readonly hash: Buffer })[]>;
    markUsed(key: ApiKey): Promise<void>;
  };
  /** Whether it is a fresh token of whoever can read this server's secret. */
  readonly isOperator: (token: string) => boolean;
  readonly limiters: Limiters;
}

export type Callers = ReturnType<typeof createCallers>;

/** Who calls, by their key. */
export function createCallers({ keys, isOperator, limiters }: CallerParts) {
  async function recognise(token: string): Promise<Caller | null> {
    if (isOperator(token)) return { chatbotId: null, name: "operator", scopes };
    const id = keyIdIn(token);
    if (id === null) return null;
    const hash = hashKey(token);
    const key = (await keys.find(id)).find((each) => timingSafeEqual(each.hash, hash));
    if (!key || key.revokedAt) return null;
    await keys.markUsed(key);
    return { chatbotId: key.chatbotId, name: `${key.chatbotId} ${key.id}`, scopes: key.scopes };
  }

  return async (request: Request): Promise<Caller> => {
    const [, token] = /^bearer +([\w-]{1,200})$/i.exec(request.get("authorization") ?? "") ?? [];
    const caller = token === undefined ? null : await recognise(token);
    if (!caller) {
      await limiters.wrongKey(request.ip ?? "");
      throw new DomainError(
        "key_unknown",
        token === undefined
          ? "Send an API key: Authorization: Bearer dk_live_…. Whoever runs Deskbell makes the first one with npm run api-key."
          : "This API key is not known here, or was revoked. Make another one with npm run api-key.",
      );
    }
    await limiters.request(caller.name);
    return caller;
  };
}
