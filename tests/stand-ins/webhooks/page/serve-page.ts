import { domScript } from "../../page/dom-script.ts";
import { listScript } from "../../page/list-script.ts";
import { refreshScript } from "../../page/refresh-script.ts";
import { script, serveFiles } from "../../page/serve-files.ts";
import { appScript } from "./app-script.ts";
import { html } from "./html.ts";
import { jsonScript } from "./json-script.ts";
import { style } from "./style.ts";

/** The page on which a person sees what arrived, and whether its signature holds. */
export const servePage = serveFiles({
  "/": { type: "text/html", text: html },
  "/page/style.css": { type: "text/css", text: style },
  "/page/app.js": script(appScript),
  "/page/dom.js": script(domScript),
  "/page/json.js": script(jsonScript),
  "/page/list.js": script(listScript),
  "/page/refresh.js": script(refreshScript),
});
