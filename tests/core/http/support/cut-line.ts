import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** The line to a server: it can be cut, or go silent with its connections kept, and be mended. */
export async function layLine(url: string) {
  const to = new URL(url);
  const sockets = new Set<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  let whole = true;
  let silent = false;

  const server = createServer((client) => {
    if (!whole) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(to.port || 5432), to.hostname);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    for (const socket of pair) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        pairs.delete(pair);
        client.destroy();
        upstream.destroy();
      });
    }
    if (!silent) client.pipe(upstream).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String((server.address() as AddressInfo).port);

  function cut(): void {
    whole = false;
    for (const socket of sockets) socket.destroy();
  }
  return {
    url: through.href,
    cut,
    silence() {
      silent = true;
      for (const [client, upstream] of pairs) {
        client.unpipe().pause();
        upstream.unpipe().pause();
      }
    },
    mend() {
      whole = true;
      if (!silent) return;
      silent = false;
      for (const [client, upstream] of pairs) client.pipe(upstream).pipe(client);
    },
    async stop() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
