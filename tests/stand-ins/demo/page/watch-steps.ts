import type { ServerResponse } from "node:http";
import type { Step } from "../stand-in.ts";

const lookEveryMs = 500;

/** Server-sent events: which steps are done, whenever that changed. Nobody looks while nobody watches. */
export function watchSteps(steps: readonly Step[]) {
  const done = steps.map(() => false);
  const watching = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    timer = undefined;
    for (const [index, step] of steps.entries()) {
      if (done[index]) continue;
      done[index] = await Promise.resolve(step.done()).catch(() => false);
      if (done[index]) for (const response of watching) tell(response);
    }
    lookLater();
  }

  function lookLater(): void {
    if (watching.size === 0 || done.every(Boolean)) return;
    timer ??= setTimeout(() => void look(), lookEveryMs);
  }

  function tell(response: ServerResponse): void {
    response.write(`data: ${JSON.stringify(done)}\n\n`);
  }

  return {
    show(response: ServerResponse): void {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write("retry: 1000\n\n");
      tell(response);
      watching.add(response);
      response.on("close", () => watching.delete(response));
      lookLater();
    },
    stop(): void {
      clearTimeout(timer);
      watching.clear();
    },
  };
}
