import { createServer, type RequestListener } from "node:http";

export interface Listening {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves on 127.0.0.1: at the wanted port, or at any other if that is taken. */
export async function listen(serve: RequestListener, wanted = 0): Promise<Listening> {
  const server = createServer(serve);
  const tryAt = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", reject);
        resolve();
      });
    });
  await tryAt(wanted).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    return tryAt(0);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The demo did not get a port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
