import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const nonce = "c3RyaWN0";

/** A customer's page with the strictest policy there is, and styles that undo and hide everything. */
export async function serveHostilePage(deskbellUrl: string, chatbot: string) {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `connect-src ${deskbellUrl}`,
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A hostile page</title>
    <style nonce="${nonce}">
      * { all: unset !important; }
      div, section, button, form, deskbell-widget { display: none !important; visibility: hidden !important; opacity: 0 !important; }
      html, body { display: block !important; visibility: visible !important; opacity: 1 !important; font-size: 3px !important; }
    </style>
    <script async nonce="${nonce}" src="${deskbellUrl}/widget.js" data-chatbot="${chatbot}"></script>
    </head><body><h1>A hostile page</h1></body></html>`;
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy })
      .end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
