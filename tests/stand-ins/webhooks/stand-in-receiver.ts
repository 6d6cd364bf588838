import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Socket } from "node:net";
import { closeServer } from "../close-server.ts";
import { openJournal } from "../journal.ts";
import { listenOn } from "../listen-on.ts";
import { until } from "../until.ts";
import { createReceiverMisbehaviour } from "./misbehaviour.ts";
import { createReceive, type Received } from "./receive.ts";
import { serveStandIn } from "./serve-stand-in.ts";

export type { Received };
export type StandInReceiver = Awaited<ReturnType<typeof startStandInReceiver>>;

export interface StandInReceiverOptions {
  readonly port?: number;
  /** The endpoint's secret, once it is known. */
  readonly secret?: string;
  /** Every accepted event is written here before it is answered. */
  readonly journal?: string;
  /** Speaks https with this, and no http. */
  readonly certificate?: { readonly key: string; readonly cert: string };
}

/** Somebody's webhook receiver on 127.0.0.1: verifies, records, has bad days on demand, and shows what came. */
export async function startStandInReceiver(options: StandInReceiverOptions = {}) {
  const misbehaviour = createReceiverMisbehaviour();
  const journal = openJournal(options.journal);
  const received: Received[] = [];
  const watchers = new Set<(change: { did: string; channel: string }) => void>();
  const sockets = new Set<Socket>();
  const secretsByPath = new Map<string, string>();
  let { secret } = options;
  let url = "";

  const watch = (listener: (change: { did: string; channel: string }) => void) => {
    watchers.add(listener);
    return () => watchers.delete(listener);
  };
  const changed = () => {
    for (const listener of watchers) listener({ did: "received", channel: "" });
  };

  const receiver = {
    get url() {
      return url;
    },
    /** Where webhooks go; any other path takes them as well. */
    get hookUrl() {
      return `${url}/webhooks`;
    },
    /** Every request so far, oldest first. */
    received: received as readonly Received[],
    accepted: () => received.filter(({ accepted }) => accepted),
    get secret() {
      return secret;
    },
    /** What arrives from now on is verified with this; at a path, should each endpoint have one of its own. */
    expectSecret(endpointSecret: string | undefined, path?: string): void {
      if (path === undefined) secret = endpointSecret;
      else if (endpointSecret === undefined) secretsByPath.delete(path);
      else secretsByPath.set(path, endpointSecret);
    },
    /** How many are open. */
    connections: () => sockets.size,
    misbehave: misbehaviour.misbehave,
    behave: misbehaviour.behave,
    /** Resolves once the condition holds; looks again whenever something came. */
    until: (condition: () => boolean, ms = 10_000) => until("The stand-in receiver", watch, condition, ms),

    async stop(): Promise<void> {
      site.stop();
      await closeServer(server);
      journal.close();
    },
  };

  const secretOf = (path: string) => secretsByPath.get(path) ?? secret;
  const receive = createReceive({ misbehaviour, journal, received, secretOf, changed });
  const site = serveStandIn(() => receiver, { receive, watch });
  const server = options.certificate ? createSecureServer(options.certificate, site.serve) : createServer(site.serve);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => {
      sockets.delete(socket);
      changed();
    });
  });
  const address = await listenOn(server, options.port ?? 0);
  url = options.certificate ? address.replace("http:", "https:") : address;
  return receiver;
}
