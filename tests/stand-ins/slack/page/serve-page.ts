import { controlsScript } from "../../page/controls-script.ts";
import { domScript } from "../../page/dom-script.ts";
import { listScript } from "../../page/list-script.ts";
import { refreshScript } from "../../page/refresh-script.ts";
import { script, serveFiles } from "../../page/serve-files.ts";
import { appScript } from "./app-script.ts";
import { blocksScript } from "./blocks-script.ts";
import { confirmScript } from "./confirm-script.ts";
import { emojiScript } from "./emoji-script.ts";
import { html } from "./html.ts";
import { messageScript } from "./message-script.ts";
import { mrkdwnScript } from "./mrkdwn-script.ts";
import { style } from "./style.ts";

/** The page that draws the workspace, so that a person can read it and click. */
export const servePage = serveFiles(
  {
    "/": { type: "text/html", text: html },
    "/page/style.css": { type: "text/css", text: style },
    "/page/app.js": script(appScript),
    "/page/blocks.js": script(blocksScript),
    "/page/confirm.js": script(confirmScript),
    "/page/controls.js": script(controlsScript),
    "/page/dom.js": script(domScript),
    "/page/emoji.js": script(emojiScript),
    "/page/list.js": script(listScript),
    "/page/message.js": script(messageScript),
    "/page/mrkdwn.js": script(mrkdwnScript),
    "/page/refresh.js": script(refreshScript),
  },
  "https: data:",
);
