import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface HostSite {
  /** Address of the page of that name. */
  page(name: HostPage): string;
  close(): Promise<void>;
}

export type HostPage = "plain" | "strict" | "hostile" | "twice";

/** A customer's website, on an origin of its own. */
export async function startHostSite(endpoint: string, chatbot: string): Promise<HostSite> {
  const server = createServer((request, response) => {
    const name = (request.url ?? "/").slice(1);
    if (name === "strict") response.setHeader("content-security-policy", strictPolicy(endpoint));
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html(name, endpoint, chatbot));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    page: (name) => `http://127.0.0.1:${port}/${name}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const nonce = "bm9uY2U";

/** No strict-dynamic, no inline style, no Trusted Types policy at all. */
function strictPolicy(endpoint: string) {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'none'",
    `connect-src ${new URL(endpoint).origin}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

const hostileCss = `
  * { all: unset !important; }
  *, div, section, button, deskbell-widget { display: none !important; visibility: hidden !important; opacity: 0 !important; }
  html, body { display: block !important; visibility: visible !important; opacity: 1 !important; font-size: 3px !important; }
`;

const shop = `
  <main><h1>Fern &amp; Fable</h1><p>House plants, delivered with care since 2014.</p>
  <p>Every plant travels in a box made for it, with a card that says how it likes to live.</p><a href="#plants">All plants</a></main>`;

const shopCss = `
  body { margin: 0; font: 17px/1.6 Georgia, serif; background: Canvas; color: CanvasText; color-scheme: light dark }
  main { max-width: 44rem; padding: 4rem 3rem } h1 { font-size: 3rem; margin: 0 0 1rem } a { color: LinkText }`;

function html(name: string, endpoint: string, chatbot: string) {
  const script = `<script async nonce="${nonce}" src="${endpoint}widget.js" data-chatbot="${chatbot}"></script>`;
  const css = name === "hostile" ? hostileCss : name === "strict" ? "" : shopCss;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>Fern &amp; Fable</title>${css && `<style>${css}</style>`}${script}${name === "twice" ? script : ""}</head>
    <body>${shop}${name === "twice" ? script : ""}</body></html>`;
}
