import { firstChatbotId } from "../../../core/main.ts";
import { listen } from "./listen.ts";
import { html } from "./shop/html.ts";
import { script } from "./shop/script.ts";
import { style } from "./shop/style.ts";
import type { StandIn } from "./stand-in.ts";

/** A customer's website, on an origin of its own, with the widget as its snippet brings it. */
export async function startShopPane(port?: number): Promise<StandIn> {
  let deskbell: string | null = null;
  const files: Record<string, { readonly type: string; text(): string }> = {
    "/": { type: "text/html", text: () => html(deskbell === null ? "" : snippet(deskbell)) },
    "/style.css": { type: "text/css", text: () => style },
    "/script.js": { type: "text/javascript", text: () => script },
  };
  const site = await listen((request, response) => {
    const file = files[new URL(request.url ?? "/", "http://shop").pathname];
    if (file === undefined) response.writeHead(404, { "content-type": "text/plain" }).end("Not found");
    else
      response
        .writeHead(200, { "content-type": `${file.type}; charset=utf-8`, "cache-control": "no-store" })
        .end(file.text());
  }, port);

  return {
    env: {},
    pane: {
      name: "Lampyris",
      about: "What your visitor sees",
      url: `${site.url}/`,
      steps: [
        {
          todo: "Open the chat and ask the shop something",
          done: () => counted(deskbell, /^delivery_attempts_total\{adapter="assistant",outcome="delivered"\} (\d+)/m),
        },
        { todo: "Press “Talk to a human”", done: () => counted(deskbell, /^escalations_total (\d+)/m) },
      ],
    },
    meet(deskbellUrl) {
      deskbell = deskbellUrl;
    },
    stop: site.stop,
  };
}

function snippet(deskbell: string): string {
  return `<script async src="${deskbell}/widget.js" data-chatbot="${firstChatbotId}"></script>`;
}

/** Whether Deskbell's own figures say that it happened. */
async function counted(deskbell: string | null, figure: RegExp): Promise<boolean> {
  if (deskbell === null) return false;
  const figures = await (await fetch(`${deskbell}/metrics`)).text();
  return Number(figure.exec(figures)?.[1] ?? 0) > 0;
}
