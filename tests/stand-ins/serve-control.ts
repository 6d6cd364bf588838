import type { IncomingMessage, ServerResponse } from "node:http";
import { parseJson } from "./parse-json.ts";
import { readBody } from "./read-body.ts";

export type Controls<StandIn> = Readonly<Record<string, (standIn: StandIn, body: unknown) => unknown>>;

/** The same controls over HTTP, for another process and for the page: POST JSON to /_stand-in/<name>. */
export async function serveControl<StandIn>(
  controls: Controls<StandIn>,
  standIn: StandIn,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const control = controls[name];
  if (control === undefined || request.method !== "POST")
    return answerJson(response, 404, { error: `No control "${name}".` });
  // A form on some other page could not send this type without asking first.
  if (request.headers["content-type"]?.split(";")[0] !== "application/json")
    return answerJson(response, 415, { error: "Send application/json." });
  try {
    const body = (await readBody(request)).toString("utf8");
    answerJson(response, 200, (await control(standIn, body === "" ? {} : parseJson(body))) ?? {});
  } catch (error) {
    answerJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
