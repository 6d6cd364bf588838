import type { Server } from "node:http";

/** Ends every connection, also those on which somebody still waits. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
