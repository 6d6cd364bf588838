import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Misdeed } from "./misbehaviour.ts";

type Headers = Record<string, string>;

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Headers;
}

/** How a platform words what went wrong. */
export interface Wording {
  readonly platform: string;
  readonly rateLimited: string;
  /** What a 429 says besides Retry-After. */
  rateLimitHeaders?(seconds: number): Headers;
  serverError(status: number): Pick<Answer, "body" | "headers">;
}

/** Sends the answer to an accepted call; the status as sent, null when the caller never got one. */
export function answerWell(response: ServerResponse, { status, body, headers }: Answer): number {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers }).end(body);
  return status;
}

/** What a misdeed does instead of accepting the call; undefined if it accepts and spoils only the answer. */
export function answerInstead(
  response: ServerResponse,
  misdeed: Misdeed,
  words: Wording,
): { status: number | null } | undefined {
  switch (misdeed.how) {
    case "rate_limited": {
      const retryAfter = misdeed.retryAfter === undefined ? 1 : misdeed.retryAfter;
      const headers: Headers = {
        ...words.rateLimitHeaders?.(retryAfter ?? 1),
        ...(retryAfter !== null && { "retry-after": String(retryAfter) }),
      };
      return { status: answerWell(response, { status: 429, body: words.rateLimited, headers }) };
    }
    case "server_error": {
      const status = misdeed.status ?? 503;
      return { status: answerWell(response, { status, ...words.serverError(status) }) };
    }
    case "html": {
      const body = `<!doctype html><title>${words.platform}</title><p>Something went wrong.`;
      return { status: answerWell(response, { status: 200, body, headers: { "content-type": "text/html" } }) };
    }
    case "redirect": {
      const { status = 302, location = "/moved" } = misdeed;
      return { status: answerWell(response, { status, body: "", headers: { location } }) };
    }
    case "garbage":
      response.socket?.end("\u0016\u0003\u0001 this is no HTTP\r\n\r\n");
      return { status: null };
    case "hang":
      return { status: null };
    case "reset_before_accepting":
      reset(response);
      return { status: null };
    default:
      return undefined;
  }
}

export async function spoilAnswer(
  response: ServerResponse,
  misdeed: Misdeed,
  answer: Answer,
  words: Wording,
): Promise<number | null> {
  switch (misdeed.how) {
    case "reset_after_accepting":
      reset(response);
      return null;
    case "server_error_after_accepting": {
      const status = misdeed.status ?? 500;
      return answerWell(response, { status, ...words.serverError(status) });
    }
    case "cut_after_accepting":
    case "stall_after_accepting":
      response.writeHead(answer.status, {
        "content-type": "application/json",
        ...answer.headers,
        // One more than there is: half of an empty body must be missing something, too.
        "content-length": Buffer.byteLength(answer.body) + 1,
      });
      response.write(answer.body.slice(0, answer.body.length / 2));
      response.flushHeaders();
      // Long enough for the first half to leave before the reset overtakes it.
      if (misdeed.how === "cut_after_accepting") await wait(20).then(() => reset(response));
      return answer.status;
    case "drip_after_accepting": {
      response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
      // Blanks before JSON harm nobody, and whoever only waits for silence waits for ever.
      for (const end = performance.now() + misdeed.ms; performance.now() < end && !response.destroyed; ) {
        response.write(" ");
        await wait(50, undefined, { ref: false });
      }
      response.end(answer.body);
      return answer.status;
    }
    case "slow":
      await Promise.race([wait(misdeed.ms, undefined, { ref: false }), once(response, "close")]);
      return response.destroyed ? null : answerWell(response, answer);
    default:
      return answerWell(response, answer);
  }
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}
