import type { IncomingMessage, ServerResponse } from "node:http";
import { answerJson } from "./serve-control.ts";

type Route = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Serves a stand-in's routes; what it fails at itself is said to whoever called, and ends nobody's run. */
export function serveRoutes(route: Route) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    Promise.resolve()
      .then(() => route(request, response))
      .catch((error: unknown) => {
        if (response.headersSent || response.destroyed) return;
        answerJson(response, 500, {
          error: `The stand-in itself failed: ${error instanceof Error ? error.stack : error}`,
        });
      });
  };
}
