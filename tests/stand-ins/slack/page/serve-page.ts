import type { ServerResponse } from "node:http";
import { appScript } from "./app-script.ts";
import { blocksScript } from "./blocks-script.ts";
import { controlsScript } from "./controls-script.ts";
import { domScript } from "./dom-script.ts";
import { html } from "./html.ts";
import { listScript } from "./list-script.ts";
import { messageScript } from "./message-script.ts";
import { mrkdwnScript } from "./mrkdwn-script.ts";
import { style } from "./style.ts";

/** The page that draws the workspace, so that a person can read it and click. */
export function servePage(path: string, response: ServerResponse): void {
  const file = files[path];
  if (file === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not found");
    return;
  }
  const headers = {
    "cache-control": "no-store",
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
  };
  response.writeHead(200, { "content-type": `${file.type}; charset=utf-8`, ...headers }).end(file.text);
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src https: data:; " +
  "require-trusted-types-for 'script'";

const script = (text: string) => ({ type: "text/javascript", text });

const files: Record<string, { type: string; text: string }> = {
  "/": { type: "text/html", text: html },
  "/page/style.css": { type: "text/css", text: style },
  "/page/app.js": script(appScript),
  "/page/blocks.js": script(blocksScript),
  "/page/controls.js": script(controlsScript),
  "/page/dom.js": script(domScript),
  "/page/list.js": script(listScript),
  "/page/message.js": script(messageScript),
  "/page/mrkdwn.js": script(mrkdwnScript),
};
