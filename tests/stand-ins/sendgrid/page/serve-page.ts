import { controlsScript } from "../../page/controls-script.ts";
import { domScript } from "../../page/dom-script.ts";
import { listScript } from "../../page/list-script.ts";
import { refreshScript } from "../../page/refresh-script.ts";
import { script, serveFiles } from "../../page/serve-files.ts";
import { appScript } from "./app-script.ts";
import { html } from "./html.ts";
import { linkedTextScript } from "./linked-text-script.ts";
import { mailScript } from "./mail-script.ts";
import { rowScript } from "./row-script.ts";
import { style } from "./style.ts";
import { wordsScript } from "./words-script.ts";

/** The page that shows the mail as whoever gets it sees it. */
export const servePage = serveFiles({
  "/": { type: "text/html", text: html },
  "/page/style.css": { type: "text/css", text: style },
  "/page/app.js": script(appScript),
  "/page/controls.js": script(controlsScript),
  "/page/dom.js": script(domScript),
  "/page/linked-text.js": script(linkedTextScript),
  "/page/list.js": script(listScript),
  "/page/mail.js": script(mailScript),
  "/page/refresh.js": script(refreshScript),
  "/page/row.js": script(rowScript),
  "/page/words.js": script(wordsScript),
});
