import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { memoryAfterGc } from "../memory-after-gc.ts";
import type { Role } from "../role.ts";

/** The least that a stream of server-sent events can be in Node: a head, a first line, and a place to be found again. */
export async function playBareStream(_given: object): Promise<Role> {
  const open = new Set<ServerResponse>();
  const server = createServer((_request, response) => {
    response.writeHead(200, {
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-cache, no-transform",
      "X-Accel-Buffering": "no",
    });
    response.write(": open\n\n");
    open.add(response);
    response.on("close", () => open.delete(response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", 4_096, resolve));
  return {
    told: { port: (server.address() as AddressInfo).port },
    answer: memoryAfterGc,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
