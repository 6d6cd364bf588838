import { connect as connectPlain } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Finding } from "../adapter.ts";
import type { Chatbot } from "../domain/chatbot.ts";
import type { WebhookEndpoint } from "../domain/webhook-endpoint.ts";
import type { Guard, Route } from "./guard/guard.ts";

const connectWithinMs = 5_000;

/** Whether each enabled endpoint's host can be connected to; nothing is asked of it. */
export function createExamine(guard: Guard) {
  return async (signal: AbortSignal, chatbots: readonly Chatbot[]): Promise<readonly Finding[]> => {
    const endpoints = chatbots.flatMap((chatbot) => chatbot.endpoints.filter(({ enabled }) => enabled));
    return Promise.all(endpoints.map((endpoint) => examineEndpoint(endpoint, signal)));
  };

  async function examineEndpoint(endpoint: WebhookEndpoint, signal: AbortSignal): Promise<Finding> {
    const name = nameOf(endpoint);
    const found = await guard.find(endpoint.url, signal);
    if ("problem" in found) return { level: "broken", what: `Webhook ${name}: ${found.problem}`, todo: mend };
    const trouble = await tryToConnect(found, signal);
    if (trouble === null) return { level: "ok", what: `Webhook ${name}: its host takes connections.` };
    return { level: "broken", what: `Webhook ${name}: ${trouble}`, todo: mend };
  }
}

const mend =
  "Look whether the receiver is up and its URL and certificate are right; PATCH /api/v1/webhook-endpoints/{id} changes the URL. What waits is then sent.";

/** Without the path, which may be a secret. */
function nameOf({ label, url }: WebhookEndpoint): string {
  const { host } = new URL(url);
  return label ? `“${label}” (${host})` : host;
}

function tryToConnect({ url, addresses: [address] }: Route, signal: AbortSignal): Promise<string | null> {
  const secure = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port) || (secure ? 443 : 80);
  return new Promise((resolve) => {
    const socket = secure
      ? // A server name is a name: an address must not be sent as one.
        connectTls({ host: address, port, ...(host === address ? {} : { servername: host }) })
      : connectPlain({ host: address, port });
    const end = (trouble: string | null) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(trouble);
    };
    const timer = setTimeout(() => end("its host does not answer."), connectWithinMs);
    signal.addEventListener("abort", () => end("its host does not answer."), { once: true });
    socket.once(secure ? "secureConnect" : "connect", () => end(null));
    socket.once("error", (error: NodeJS.ErrnoException) =>
      end(`its host refuses connections (${error.code ?? "TLS"}).`),
    );
  });
}
