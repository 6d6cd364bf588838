import type { IncomingMessage, ServerResponse } from "node:http";
import { createLive } from "../live.ts";
import { answerJson, serveControl } from "../serve-control.ts";
import { serveRoutes } from "../serve-routes.ts";
import { controls, serveState } from "./control.ts";
import { servePage } from "./page/serve-page.ts";
import type { StandInTeams } from "./stand-in-teams.ts";
import type { Tenant } from "./tenant.ts";

interface Parts {
  readonly api: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;
  readonly tenant: Tenant;
}

/** The routes of the stand-in. */
export function serveStandIn(teams: () => StandInTeams, { api, tenant }: Parts) {
  const live = createLive(tenant.watch);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://stand-in");
    const [, area = "", name = ""] = url.pathname.split("/");
    if (area === "teams" || area === "token" || area === "openid") return api(request, response, url);
    if (area !== "_stand-in") return servePage(url.pathname, response);
    if (name === "live") return live.serve(response);
    if (name === "state") return serveState(teams(), url, response);
    if (name === "calls") return answerJson(response, 200, teams().calls);
    if (name === "deliveries") return answerJson(response, 200, teams().deliveries);
    return serveControl(controls, teams(), name, request, response);
  }

  return { serve: serveRoutes(route), stop: live.stop };
}
