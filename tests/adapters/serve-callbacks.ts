import type { AddressInfo } from "node:net";
import express from "express";
import type { Adapter } from "../../core/index.ts";

/** Serves an adapter's callbacks as Deskbell does: under /adapters/<name>, on the raw request. */
export async function serveCallbacks(adapter: Adapter) {
  const app = express();
  if (adapter.callbacks) app.use(`/adapters/${adapter.name}`, adapter.callbacks);
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/adapters/${adapter.name}`,
    async stop(): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
