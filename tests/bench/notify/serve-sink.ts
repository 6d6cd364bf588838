import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A plain HTTP destination that says yes to everything. */
export async function serveSink() {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.end("ok"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
    },
  };
}
