import { setTimeout as sleep } from "node:timers/promises";
import { GaveUp } from "./gave-up.ts";
import type { Turnstile } from "./turnstile.ts";

export interface Request {
  readonly method: "POST" | "PUT";
  readonly path: string;
  readonly body: unknown;
  readonly token?: string;
}

interface Surroundings {
  readonly urls: readonly string[];
  readonly turnstile: Turnstile;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

export type AskInsistently = (request: Request) => Promise<unknown>;

const answerWithinMs = 6_000;
const firstPauseMs = 100;
const longestPauseMs = 1_000;

/**
 * A browser that does not give up: the very same request goes to the next instance until somebody says 2xx.
 * Throws on a 4xx, which no chaos excuses, and when the signal ends its patience.
 */
export function createAskInsistently({ urls, turnstile, random, signal }: Surroundings) {
  const ask: AskInsistently = async ({ method, path, body, token }) => {
    let turn = Math.floor(random() * urls.length);
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 1.5, longestPauseMs)) {
      const url = `${urls[turn++ % urls.length]}${path}`;
      const answer = await turnstile(() => attempt(url, method, body, token));
      if (answer.ok) return answer.body;
      if (signal.aborted) throw new GaveUp(`Nobody said yes to ${method} ${path} until the end: ${answer.what}`);
      await sleep(pause * (0.5 + random()), undefined, { ref: true });
    }
  };
  return ask;
}

/** One that asks at two instances at the same time, as a browser does that lost its patience with the first. */
export function askTwice(ask: AskInsistently): AskInsistently {
  return async (request) => {
    const [first] = await Promise.all([ask(request), ask(request)]);
    return first;
  };
}

type Answer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly what: string };

async function attempt(url: string, method: string, body: unknown, token: string | undefined): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method,
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const text = await response.text();
    if (response.ok) return { ok: true, body: JSON.parse(text) };
    if (response.status < 500) throw new Refusal(`${method} ${url}: ${response.status} ${text}`);
    return { ok: false, what: `${response.status} ${text}` };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return { ok: false, what: error instanceof Error ? error.message : String(error) };
  }
}

class Refusal extends Error {
  override readonly name = "Refusal";
}
