import { connect, createServer, type Socket } from "node:net";
import { conversationKind } from "../visitors.ts";

/** Stands before a platform and passes every byte on. Remembers when each conversation was first spoken of. */
export async function watchArrivals(url: string) {
  const target = new URL(url);
  const spoken = new RegExp(`${conversationKind.padEnd(8, "0")}-0000-7000-8000-[0-9a-f]{12}`, "g");
  const arrived = new Map<string, number>();
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port), noDelay: true });
    for (const socket of [client, upstream]) sockets.add(socket.on("error", () => {}));
    client.on("data", (bytes) => {
      const now = performance.now();
      for (const [conversation] of bytes.toString("latin1").matchAll(spoken))
        if (!arrived.has(conversation)) arrived.set(conversation, now);
      upstream.write(bytes);
    });
    upstream.pipe(client);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    arrived,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
