import type { Logger } from "@slack/bolt";
import { WebClient, type WebClientOptions } from "@slack/web-api";
import type { Method, Methods } from "./methods.ts";

export interface SlackClient {
  /** One call, tried once. Rejects as the SDK does, and as soon as the signal ends it: errors.ts says what that means. */
  call<M extends Method>(method: M, args: Methods[M]["takes"], signal?: AbortSignal): Promise<Methods[M]["answers"]>;
}

interface Access {
  readonly token: string;
  readonly apiUrl: string;
  readonly logger: Logger;
}

/** The signal ended before anything was sent. */
export class NothingSent extends Error {
  override readonly name = "NothingSent";
}

export function createClient({ token, apiUrl, logger }: Access): SlackClient {
  return {
    async call(method, args, signal) {
      if (signal?.aborted) throw new NothingSent(`Time was up before ${method} could be called`);
      const web = new WebClient(token, { ...clientOptions(apiUrl, logger), fetch: fetchUntil(signal) });
      // The SDK types every method apart; this is the one place where a method's name and its types meet.
      return (await web.apiCall(method, { ...args })) as Methods[typeof method]["answers"];
    },
  };
}

/**
 * A fresh object for every consumer, because the SDK writes into it. Its own retries would post twice after a lost
 * answer, and there is no time limit unless one is set. Never `headers`: they leak tokens from one client to the next.
 */
export function clientOptions(slackApiUrl: string, logger: Logger): WebClientOptions {
  return { slackApiUrl, logger, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: 10_000 };
}

function fetchUntil(signal: AbortSignal | undefined): NonNullable<WebClientOptions["fetch"]> {
  return (url, init) => {
    const signals = [signal, init?.signal].filter((one) => one !== undefined);
    return fetch(url, { ...init, signal: AbortSignal.any(signals) });
  };
}
