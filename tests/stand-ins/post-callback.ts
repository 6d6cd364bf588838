import { type IncomingHttpHeaders, request as plain } from "node:http";
import { request as secure } from "node:https";
import type { Outcome } from "./callback.ts";

interface Post {
  readonly url: string;
  readonly body: string;
  readonly headers: Record<string, string>;
  readonly patienceMs: number;
  readonly tooLongMs: number;
  readonly signal: AbortSignal;
}

interface Posted {
  readonly outcome: Outcome;
  readonly headers: IncomingHttpHeaders;
}

/** One POST on a connection of its own. Not fetch: it would add headers that platforms do not send. */
export function postCallback({ url, body, headers, patienceMs, tooLongMs, signal }: Post): Promise<Posted> {
  const start = performance.now();
  return new Promise((resolve) => {
    const finish = (result: Pick<Outcome, "status" | "body" | "error">, answered: IncomingHttpHeaders = {}) => {
      const tookMs = Math.round(performance.now() - start);
      resolve({ outcome: { via: "http", tookMs, tookTooLong: tookMs > tooLongMs, ...result }, headers: answered });
    };
    const post = url.startsWith("https:") ? secure : plain;
    const outgoing = post(url, {
      method: "POST",
      agent: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
    });
    outgoing.on("error", (error) => finish({ status: null, body: "", error: error.message }));
    outgoing.on("response", async (incoming) => {
      try {
        const parts: Buffer[] = [];
        for await (const part of incoming) parts.push(part);
        const text = Buffer.concat(parts).toString("utf8");
        finish({ status: incoming.statusCode ?? null, body: text }, incoming.headers);
      } catch (error) {
        finish({ status: null, body: "", error: String(error) });
      }
    });
    outgoing.end(body);
  });
}
