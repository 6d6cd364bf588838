import type { IncomingMessage, ServerResponse } from "node:http";
import { createLive } from "../live.ts";
import { readBody } from "../read-body.ts";
import { answerJson, serveControl } from "../serve-control.ts";
import { serveRoutes } from "../serve-routes.ts";
import { RefusedCall } from "./api/refused-call.ts";
import type { ResponseUrls } from "./callbacks/response-urls.ts";
import { controls, serveState } from "./control.ts";
import { servePage } from "./page/serve-page.ts";
import type { StandInSlack } from "./stand-in-slack.ts";
import type { Workspace } from "./workspace.ts";

interface Parts {
  readonly api: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;
  readonly responses: ResponseUrls;
  readonly workspace: Workspace;
}

/** The routes of the stand-in. */
export function serveStandIn(slack: () => StandInSlack, { api, responses, workspace }: Parts) {
  const live = createLive(workspace.watch);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://stand-in");
    const [, area = "", name = ""] = url.pathname.split("/");
    if (area === "api") return api(request, response, url);
    if (area === "respond") {
      const result = responses.serve(name, (await readBody(request)).toString("utf8"));
      response.writeHead(result.status, { "content-type": "text/plain" }).end(result.body);
      return;
    }
    if (area !== "_stand-in") return servePage(url.pathname, response);
    if (name === "live") return live.serve(response);
    if (name === "state") return serveState(slack(), url, response);
    if (name === "calls") return answerJson(response, 200, slack().calls);
    return serveControl(controls, slack(), name, request, response);
  }

  async function routeOrRefuse(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await route(request, response);
    } catch (refusal) {
      if (!(refusal instanceof RefusedCall)) throw refusal;
      if (!response.headersSent) answerJson(response, 200, { ok: false, error: refusal.code });
    }
  }

  return { serve: serveRoutes(routeOrRefuse), stop: live.stop };
}
