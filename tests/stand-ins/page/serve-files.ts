import type { ServerResponse } from "node:http";

export interface PageFile {
  readonly type: string;
  readonly text: string;
}

export const script = (text: string): PageFile => ({ type: "text/javascript", text });

/** Serves a page made of a few texts, under a policy that lets it load nothing else. */
export function serveFiles(files: Readonly<Record<string, PageFile>>, policy: readonly string[]) {
  return (path: string, response: ServerResponse): void => {
    const file = files[path];
    if (file === undefined) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not found");
      return;
    }
    const headers = {
      "cache-control": "no-store",
      "content-security-policy": policy.join("; "),
      "x-content-type-options": "nosniff",
    };
    response.writeHead(200, { "content-type": `${file.type}; charset=utf-8`, ...headers }).end(file.text);
  };
}
