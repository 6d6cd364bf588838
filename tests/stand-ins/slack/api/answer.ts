import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Misdeed } from "../misbehaviour.ts";

export type Answer = Record<string, unknown>;
type Headers = Record<string, string>;

/** Answers an accepted call; the status as sent, null when the caller never got one. */
export async function answerWell(response: ServerResponse, answer: Answer, headers: Headers = {}): Promise<number> {
  send(response, 200, JSON.stringify(answer), { "content-type": "application/json; charset=utf-8", ...headers });
  return 200;
}

/** What a misdeed does instead of accepting the call; undefined if it accepts and spoils only the answer. */
export function answerInstead(response: ServerResponse, misdeed: Misdeed): { status: number | null } | undefined {
  switch (misdeed.how) {
    case "rate_limited": {
      const retryAfter = misdeed.retryAfter === undefined ? 1 : misdeed.retryAfter;
      const headers: Headers = retryAfter === null ? {} : { "retry-after": String(retryAfter) };
      send(response, 429, JSON.stringify({ ok: false, error: "ratelimited" }), headers);
      return { status: 429 };
    }
    case "server_error":
      send(response, misdeed.status ?? 503, "upstream connect error");
      return { status: misdeed.status ?? 503 };
    case "html":
      send(response, 200, "<!doctype html><title>Slack</title><p>Something went wrong.", {
        "content-type": "text/html",
      });
      return { status: 200 };
    case "refuse":
      send(response, 200, JSON.stringify({ ok: false, error: misdeed.error }), { "content-type": "application/json" });
      return { status: 200 };
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
  headers: Headers,
): Promise<number | null> {
  switch (misdeed.how) {
    case "reset_after_accepting":
      reset(response);
      return null;
    case "server_error_after_accepting":
      send(response, misdeed.status ?? 500, "upstream request timeout");
      return misdeed.status ?? 500;
    case "cut_after_accepting":
    case "stall_after_accepting": {
      const body = JSON.stringify(answer);
      response.writeHead(200, {
        ...headers,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      });
      response.write(body.slice(0, body.length / 2));
      // Long enough for the first half to leave before the reset overtakes it.
      if (misdeed.how === "cut_after_accepting") await wait(20).then(() => reset(response));
      return 200;
    }
    case "slow":
      await Promise.race([wait(misdeed.ms, undefined, { ref: false }), once(response, "close")]);
      return response.destroyed ? null : answerWell(response, answer, headers);
    default:
      return answerWell(response, answer, headers);
  }
}

function send(response: ServerResponse, status: number, body: string, headers: Headers = {}): void {
  response.writeHead(status, { "content-type": "text/plain", ...headers }).end(body);
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}
