import type { ServerResponse } from "node:http";

export interface PageFile {
  readonly type: string;
  readonly text: string;
}

export const script = (text: string): PageFile => ({ type: "text/javascript", text });

/** Nothing but what the page itself serves; `images`: from where else pictures may come. */
const policy = (images: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    `img-src ${images}`,
    "require-trusted-types-for 'script'",
  ].join("; ");

/** Serves a page made of a few texts, under a policy that lets it load nothing else. */
export function serveFiles(files: Readonly<Record<string, PageFile>>, images: "data:" | "https: data:" = "data:") {
  return (path: string, response: ServerResponse): void => {
    const file = files[path];
    if (file === undefined) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not found");
      return;
    }
    const headers = {
      "cache-control": "no-store",
      "content-security-policy": policy(images),
      "x-content-type-options": "nosniff",
    };
    response.writeHead(200, { "content-type": `${file.type}; charset=utf-8`, ...headers }).end(file.text);
  };
}
