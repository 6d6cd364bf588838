import { tmpdir } from "node:os";
import type { Adapter, Delivery, InstallAdapter } from "../../core/index.ts";
import { startDeskbell } from "../../core/main.ts";
import { platforms } from "../chaos/platforms/index.ts";
import { memoryAfterGc } from "./memory-after-gc.ts";
import type { Role } from "./role.ts";

export interface DeskbellGiven {
  readonly databaseUrl: string;
  /** Where escalations are posted to; null: to a destination that says "delivered" at once. */
  readonly notify: string | null;
  /** Instead, a platform by its own adapter, and what its environment says of it. */
  readonly platform?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A whole Deskbell, as `npm start` makes it, with one destination for every chatbot. */
export async function playDeskbell({ databaseUrl, notify, platform, env = {} }: DeskbellGiven): Promise<Role> {
  const silent = { info() {}, warn: console.error, error: console.error };
  const deskbell = await startDeskbell({
    env: {
      PORT: "0",
      DATABASE_URL: databaseUrl,
      DATA_DIR: tmpdir(),
      APP_SECRET: "a secret that only this benchmark knows",
      ...env,
    },
    host: "127.0.0.1",
    log: silent,
    alertsPerMinute: 1_000,
    limits: { sessionsPerAddress: 1e9, messagesPerVisitor: 1e9, messagesPerAddress: 1e9, streamsPerAddress: 1e9 },
    adapters: [platforms.find(({ name }) => name === platform)?.install(env) ?? destination(notify)],
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
