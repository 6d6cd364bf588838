import type { ServerResponse } from "node:http";

export function servePage(path: string, response: ServerResponse): void {
  const file = files[path];
  if (file === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not found");
    return;
  }
  response.writeHead(200, {
    "content-type": file.type,
    "cache-control": "no-store",
    "content-security-policy": policy,
  });
  response.end(file.text);
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src https: data:";

const files: Record<string, { type: string; text: string }> = {
  "/": { type: "text/html; charset=utf-8", text: "<!doctype html><title>Team chat</title>" },
};
