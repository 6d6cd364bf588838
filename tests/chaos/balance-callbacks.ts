import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The one address that platforms know, as a load balancer gives it: tries the next instance only if nothing was sent. */
export async function balanceCallbacks(urls: readonly string[]) {
  let turn = 0;
  const server = createServer((incoming, answer) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => pass(incoming, Buffer.concat(parts), answer, urls.length));
    incoming.on("error", () => answer.destroy());
  });

  function pass(incoming: IncomingMessage, body: Buffer, answer: ServerResponse, triesLeft: number): void {
    const to = urls[turn++ % urls.length];
    const outgoing = request(`${to}${incoming.url}`, {
      method: incoming.method,
      headers: incoming.headers,
      agent: false,
    });
    outgoing.on("response", (incomingAnswer) => {
      answer.writeHead(incomingAnswer.statusCode ?? 502, incomingAnswer.headers);
      incomingAnswer.pipe(answer);
      incomingAnswer.on("error", () => answer.destroy());
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      if (answer.headersSent) answer.destroy();
      else if (error.code === "ECONNREFUSED" && triesLeft > 1) pass(incoming, body, answer, triesLeft - 1);
      else answer.writeHead(502).end();
    });
    outgoing.end(body);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop(): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
