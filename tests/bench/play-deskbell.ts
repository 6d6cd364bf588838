import { tmpdir } from "node:os";
import type { Adapter, Delivery, InstallAdapter } from "../../core/index.ts";
import { startDeskbell } from "../../core/main.ts";
import { platforms } from "../chaos/platforms/index.ts";
import type { NamedChatbot } from "../chaos/platforms/platform.ts";
import { memoryAfterGc } from "./memory-after-gc.ts";
import type { Role } from "./role.ts";

export interface DeskbellGiven {
  readonly databaseUrl: string;
  /** Where escalations are posted to; null: to a destination that says "delivered" at once. */
  readonly notify: string | null;
  /** Instead, platforms by their own adapters, what the environment says of them, and who goes there. */
  readonly platforms?: readonly string[];
  readonly chatbots?: readonly NamedChatbot[];
  readonly env?: Readonly<Record<string, string>>;
}

export const appSecret = "a secret that only this benchmark knows";

/** A whole Deskbell, as `npm start` makes it, with one destination for every chatbot, or one on each of its platforms. */
export async function playDeskbell(given: DeskbellGiven): Promise<Role> {
  const { databaseUrl, notify, chatbots = [], env = {} } = given;
  const chosen = platforms.filter(({ name }) => given.platforms?.includes(name));
  const silent = { info() {}, warn: console.error, error: console.error };
  const deskbell = await startDeskbell({
    env: {
      PORT: "0",
      DATABASE_URL: databaseUrl,
      DATA_DIR: tmpdir(),
      APP_SECRET: appSecret,
      ...env,
    },
    host: "127.0.0.1",
    log: silent,
    alertsPerMinute: 1_000,
    limits: { sessionsPerAddress: 1e9, messagesPerVisitor: 1e9, messagesPerAddress: 1e9, streamsPerAddress: 1e9 },
    chatbots: chatbots.map((chatbot) => ({
      ...chatbot,
      settings: Object.assign({}, ...chosen.map(({ settings }) => settings?.(chatbot))),
    })),
    adapters: given.platforms ? chosen.flatMap(({ install }) => install(env) ?? []) : [destination(notify)],
  });
  return {
    told: { port: deskbell.port },
    answer: (question) => (question === "memory" ? memoryAfterGc() : {}),
    stop: () => deskbell.stop(),
  };
}

function destination(notify: string | null): InstallAdapter {
  return async (): Promise<Adapter> => ({
    name: "bench",
    plan: (event) =>
      event.type === "conversation.escalated"
        ? [
            {
              destination: { account: "bench", address: event.chatbotId },
              effect: "message",
              body: JSON.stringify({ type: event.type, conversation: event.conversationId }),
            },
          ]
        : [],
    deliver: async (delivery, signal) => {
      if (notify !== null) await post(notify, delivery, signal);
      return { kind: "delivered" };
    },
  });
}

async function post(url: string, { body = "" }: Delivery, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    signal,
  });
  await response.arrayBuffer();
}
