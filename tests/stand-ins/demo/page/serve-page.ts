import type { ServerResponse } from "node:http";
import { type Listening, listen } from "../listen.ts";
import type { Pane } from "../stand-in.ts";
import { html } from "./html.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { watchSteps } from "./watch-steps.ts";

/** The page that shows every pane side by side, and what has been tried so far. */
export async function servePage(panes: readonly Pane[], port?: number): Promise<Listening> {
  const steps = watchSteps(panes.flatMap((pane) => pane.steps));
  const files: Record<string, { readonly type: string; readonly text: string }> = {
    "/": { type: "text/html", text: html(panes) },
    "/style.css": { type: "text/css", text: style },
    "/script.js": { type: "text/javascript", text: script },
  };
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src data:",
    `frame-src ${panes.map(({ url }) => new URL(url).origin).join(" ")}`,
  ].join("; ");

  function serve(path: string, response: ServerResponse): void {
    const file = files[path];
    if (path === "/live") steps.show(response);
    else if (file === undefined) response.writeHead(404, { "content-type": "text/plain" }).end("Not found");
    else
      response
        .writeHead(200, {
          "content-type": `${file.type}; charset=utf-8`,
          "cache-control": "no-store",
          "content-security-policy": policy,
        })
        .end(file.text);
  }

  const site = await listen(
    (request, response) => serve(new URL(request.url ?? "/", "http://demo").pathname, response),
    port,
  );
  return {
    url: site.url,
    async stop() {
      steps.stop();
      await site.stop();
    },
  };
}
