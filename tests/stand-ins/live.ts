import type { ServerResponse } from "node:http";

interface Change {
  readonly did: string;
  readonly channel: string;
}

/** Server-sent events: which channel changed, as it changes. */
export function createLive(watch: (listener: (change: Change) => void) => () => void) {
  const open = new Set<ServerResponse>();
  const unwatch = watch(({ did, channel }) => {
    for (const response of open) response.write(`data: ${JSON.stringify({ did, channel })}\n\n`);
  });
  return {
    serve(response: ServerResponse): void {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write("retry: 500\n\n");
      open.add(response);
      response.on("close", () => open.delete(response));
    },
    stop(): void {
      unwatch();
      for (const response of open) response.end();
    },
  };
}
