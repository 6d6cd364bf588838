import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Stands before a server and cuts connections in the middle of what they carry. */
export async function startCuttingProxy(url: string) {
  const to = new URL(url);
  const sockets = new Set<Socket>();
  /** Bytes that still pass, in all. */
  let left = Number.POSITIVE_INFINITY;
  let next: number[] = [];
  let silent = false;

  const server = createServer((client) => {
    if (silent) {
      sockets.add(client);
      return;
    }
    const upstream = connect(Number(to.port), to.hostname);
    for (const [from, into] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on("error", () => {});
      from.on("close", () => into.destroy());
      from.on("data", (bytes) => {
        if (!sockets.has(from)) return;
        into.write(bytes.subarray(0, left));
        left -= bytes.length;
        if (left < 0) cutAll();
      });
    }
  });
  function cutAll(): void {
    for (const socket of sockets) socket.end(() => socket.destroy());
    sockets.clear();
    left = next.shift() ?? Number.POSITIVE_INFINITY;
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const own = new URL(url);
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    /** Cuts every connection once this many more bytes passed, and those that came instead after so many more. */
    cutAfter(bytes: number, ...then: number[]) {
      left = bytes;
      next = then;
    },
    /** Takes connections, and says nothing. */
    fallSilent() {
      silent = true;
    },
    async stop() {
      const closed = once(server, "close");
      server.close();
      cutAll();
      await closed;
    },
  };
}
