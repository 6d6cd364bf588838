import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { controlsScript } from "../../page/controls-script.ts";
import { domScript } from "../../page/dom-script.ts";
import { listScript } from "../../page/list-script.ts";
import { refreshScript } from "../../page/refresh-script.ts";
import { type PageFile, script, serveFiles } from "../../page/serve-files.ts";
import { appScript } from "./app-script.ts";
import { cardScript } from "./card-script.ts";
import { cardStyle } from "./card-style.ts";
import { hostConfigScript } from "./host-config-script.ts";
import { html } from "./html.ts";
import { markdownScript } from "./markdown-script.ts";
import { postScript } from "./post-script.ts";
import { style } from "./style.ts";

const require = createRequire(import.meta.url);

/** The page that draws the teams, so that a person can read it and click. */
export const servePage = serveFiles(
  {
    "/": { type: "text/html", text: html },
    "/page/style.css": { type: "text/css", text: style },
    "/page/card.css": { type: "text/css", text: cardStyle },
    "/page/app.js": script(appScript),
    "/page/card.js": script(cardScript),
    "/page/controls.js": script(controlsScript),
    "/page/dom.js": script(domScript),
    "/page/host-config.js": script(hostConfigScript),
    "/page/list.js": script(listScript),
    "/page/markdown.js": script(markdownScript),
    "/page/post.js": script(postScript),
    "/page/refresh.js": script(refreshScript),
    "/vendor/adaptivecards.js": scriptFrom(() => require.resolve("adaptivecards/dist/adaptivecards.min.js")),
    "/vendor/markdown-it.js": scriptFrom(() => require.resolve("markdown-it/dist/markdown-it.min.js")),
  },
  "https: data:",
);

/** Read when somebody looks: whoever only calls the stand-in needs no such package. */
function scriptFrom(path: () => string): PageFile {
  return {
    type: "text/javascript",
    get text() {
      return readFileSync(path(), "utf8");
    },
  };
}
