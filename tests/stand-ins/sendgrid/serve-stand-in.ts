import type { IncomingMessage, ServerResponse } from "node:http";
import { createLive } from "../live.ts";
import { answerJson, serveControl } from "../serve-control.ts";
import { serveRoutes } from "../serve-routes.ts";
import { controls, serveState } from "./control.ts";
import type { Mailboxes } from "./mailboxes.ts";
import { servePage } from "./page/serve-page.ts";
import type { StandInSendGrid } from "./stand-in-sendgrid.ts";

interface Parts {
  readonly api: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;
  readonly mailboxes: Mailboxes;
}

/** The routes of the stand-in. */
export function serveStandIn(sendgrid: () => StandInSendGrid, { api, mailboxes }: Parts) {
  const live = createLive(mailboxes.watch);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://stand-in");
    const [, area = "", name = ""] = url.pathname.split("/");
    if (area === "v3" || area === "moved") return api(request, response, url);
    if (area !== "_stand-in") return servePage(url.pathname, response);
    if (name === "live") return live.serve(response);
    if (name === "state") return serveState(sendgrid(), url, response);
    if (name === "mails") return answerJson(response, 200, sendgrid().mails());
    if (name === "calls") return answerJson(response, 200, sendgrid().calls);
    if (name === "deliveries") return answerJson(response, 200, sendgrid().deliveries);
    return serveControl(controls, sendgrid(), name, request, response);
  }

  return { serve: serveRoutes(route), stop: live.stop };
}
