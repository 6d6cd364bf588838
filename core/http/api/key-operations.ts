import { z } from "zod";
import type { ApiKey } from "../../domain/api-key.ts";
import { chooseChatbot } from "../../domain/choose-chatbot.ts";
import { DomainError } from "../../domain/errors.ts";
import type { ChatbotId } from "../../domain/ids.ts";
import type { createMakeApiKey } from "../../usecases/make-api-key.ts";
import { revokeApiKey, unknownKey } from "../../usecases/revoke-api-key.ts";
import * as protocol from "../api-protocol.ts";
import { type Operation, operation, type Param } from "./operation.ts";
import { viewApiKey } from "./views.ts";

export interface KeyParts {
  readonly listKeys: (chatbotId: ChatbotId) => Promise<readonly ApiKey[]>;
  readonly makeApiKey: ReturnType<typeof createMakeApiKey>;
  readonly chatbots: () => Promise<readonly { readonly id: ChatbotId; readonly name: string }[]>;
}

const keyId: Param = {
  schema: z.string().regex(/^[a-z0-9]{8}$/),
  unknown: (text) => unknownKey(text.slice(0, 100)),
};

export function createKeyOperations({ listKeys, makeApiKey, chatbots }: KeyParts): readonly Operation[] {
  /** Naming a chatbot does not make it one's own; another's is as unknown as one that does not exist. */
  async function requireOwn(said: string | undefined, chatbotId: ChatbotId): Promise<void> {
    if (said !== undefined && chooseChatbot(await chatbots(), said)?.id !== chatbotId) unknownChatbot(said);
  }

  return [
    operation({
      method: "GET",
      path: "/api-keys",
      summary: "List the API keys, without what is secret of them",
      scope: "keys:write",
      success: { status: 200, schema: protocol.apiKeys },
      async act({ chatbotId }) {
        return { status: 200, body: { api_keys: (await listKeys(chatbotId)).map(viewApiKey) } };
      },
    }),
    operation({
      method: "POST",
      path: "/api-keys",
      summary: "Make an API key that may no more than the one that makes it; the answer has it",
      scope: "keys:write",
      body: protocol.makeApiKey,
      operator: ({ chatbot }) => chatbot ?? null,
      success: { status: 201, schema: protocol.madeApiKey },
      async act({ chatbotId, scopes, body, commit }) {
        await requireOwn(body.chatbot, chatbotId);
        return commit(async (stores) => {
          const { key, text } = await makeApiKey(stores.keys, chatbotId, body, scopes);
          return { status: 201, body: { ...viewApiKey({ ...key, lastUsedAt: null, revokedAt: null }), key: text } };
        });
      },
    }),
    operation({
      method: "DELETE",
      path: "/api-keys/{id}",
      summary: "Revoke an API key: from now on it opens nothing",
      scope: "keys:write",
      params: { id: keyId },
      success: { status: 204, schema: null },
      act: ({ chatbotId, params: { id = "" }, commit }) =>
        commit(async (stores) => {
          await revokeApiKey(stores.keys, chatbotId, id);
          return { status: 204 };
        }),
    }),
  ];
}

export function unknownChatbot(said: string): never {
  throw new DomainError("chatbot_not_found", `There is no chatbot ${JSON.stringify(said.slice(0, 100))} here.`);
}
