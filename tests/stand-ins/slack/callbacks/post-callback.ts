import { request as plain } from "node:http";
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

/** One POST on a connection of its own. Not fetch: it would add a charset that Slack does not send. */
export function postCallback({ url, body, headers, patienceMs, tooLongMs, signal }: Post): Promise<Outcome> {
  const start = performance.now();
  return new Promise((resolve) => {
    const finish = (result: Pick<Outcome, "status" | "body" | "error" | "noRetry">) => {
      const tookMs = Math.round(performance.now() - start);
      resolve({ via: "http", tookMs, tookTooLong: tookMs > tooLongMs, ...result });
    };
    const post = url.startsWith("https:") ? secure : plain;
    const outgoing = post(url, {
      method: "POST",
      agent: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
      headers: { ...headers, "content-length": Buffer.byteLength(body), "user-agent": "Slackbot 1.0 (stand-in)" },
    });
    outgoing.on("error", (error) => finish({ status: null, body: "", error: error.message }));
    outgoing.on("response", async (incoming) => {
      try {
        const parts: Buffer[] = [];
        for await (const part of incoming) parts.push(part);
        const text = Buffer.concat(parts).toString("utf8");
        const noRetry = incoming.headers["x-slack-no-retry"] === "1";
        finish({ status: incoming.statusCode ?? null, body: text, ...(noRetry && { noRetry }) });
      } catch (error) {
        finish({ status: null, body: "", error: String(error) });
      }
    });
    outgoing.end(body);
  });
}
