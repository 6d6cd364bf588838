import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** The line to a server: it can be cut, and mended. */
export async function layLine(url: string) {
  const to = new URL(url);
  const sockets = new Set<Socket>();
  let whole = true;

  const server = createServer((client) => {
    if (!whole) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(to.port || 5432), to.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
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
    mend() {
      whole = true;
    },
    async stop() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
