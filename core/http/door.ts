import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigurationError } from "../configuration-error.ts";

/** How long answers under way may take when the door is closed. */
const closesWithinMs = 3_000;

const idleAfterMs = 250;

export interface Door {
  readonly port: number;
  /** From now on this answers. */
  serve(listener: RequestListener): void;
  /** Takes no more requests, lets those under way end. */
  close(): Promise<void>;
}

/**
 * Listens before anything else is ready, so that the address is known; until then it says that it is starting.
 * The limits keep slow senders from holding connections.
 */
export async function openDoor(port: number, host: string | undefined): Promise<Door> {
  let listener: RequestListener = (_request, response) => {
    response.writeHead(503, { "Retry-After": "1", "Content-Type": "text/plain" }).end("starting\n");
  };
  const limits = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 };
  const server = createServer(limits, (request, response) => listener(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = `PORT ${port} is in use by another program; set PORT to a free one.`;
      reject(error.code === "EADDRINUSE" ? new ConfigurationError([taken]) : error);
    });
    server.listen({ port, host, backlog: 4_096 }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    serve(next) {
      listener = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // Streams that were just ended become idle connections a moment later.
        setTimeout(() => server.closeIdleConnections(), idleAfterMs).unref();
        setTimeout(() => server.closeAllConnections(), closesWithinMs).unref();
      }),
  };
}
