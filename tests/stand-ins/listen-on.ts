import type { Server } from "node:http";

/** Resolves with the address once the server listens on 127.0.0.1; port 0 takes any free one. */
export async function listenOn(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The stand-in did not get a port.");
  return `http://127.0.0.1:${address.port}`;
}
