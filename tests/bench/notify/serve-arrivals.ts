import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A plain HTTP destination that remembers when each conversation's request came, by the path it came on. */
export async function serveArrivals() {
  const arrived = new Map<string, Map<string, number>>();
  const at = (who: string): Map<string, number> => {
    const known = arrived.get(who) ?? new Map<string, number>();
    arrived.set(who, known);
    return known;
  };
  const server = createServer(async (request, response) => {
    const now = performance.now();
    const { conversation } = JSON.parse(await text(request)) as { conversation: string };
    at(request.url?.slice(1) ?? "").set(conversation, now);
    response.end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (who: string) => `http://127.0.0.1:${port}/${who}`,
    at,
    forget() {
      for (const each of arrived.values()) each.clear();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
