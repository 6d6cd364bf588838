import type { IncomingMessage, ServerResponse } from "node:http";
import { createLive } from "../live.ts";
import { answerJson, serveControl } from "../serve-control.ts";
import { serveRoutes } from "../serve-routes.ts";
import { controls, serveState } from "./control.ts";
import { servePage } from "./page/serve-page.ts";
import type { StandInReceiver } from "./stand-in-receiver.ts";

interface Parts {
  readonly receive: (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;
  readonly watch: Parameters<typeof createLive>[0];
}

/** Whatever is posted is a webhook, except to the stand-in's own controls; whoever asks with GET sees the page. */
export function serveStandIn(receiver: () => StandInReceiver, { receive, watch }: Parts) {
  const live = createLive(watch);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://stand-in");
    const [, area = "", name = ""] = pathname.split("/");
    if (area !== "_stand-in") {
      return request.method === "GET" ? servePage(pathname, response) : receive(request, response, pathname);
    }
    if (name === "live") return live.serve(response);
    if (name === "state") return serveState(receiver(), response);
    if (name === "received") return answerJson(response, 200, receiver().received);
    return serveControl(controls, receiver(), name, request, response);
  }

  return { serve: serveRoutes(route), stop: live.stop };
}
