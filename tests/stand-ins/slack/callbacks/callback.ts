import type { Signing } from "./signature.ts";

/** One thing Slack tells the app, in both of its wrappings. */
export interface Callback {
  readonly kind: "event" | "interaction" | "command";
  readonly channel?: string | undefined;
  readonly payload: Record<string, unknown>;
  /** The body as POSTed. */
  readonly body: string;
  readonly contentType: "application/json" | "application/x-www-form-urlencoded";
}

export interface DeliveryOptions {
  /** Send the very same callback a second time, at once. */
  duplicate?: boolean | undefined;
  delayMs?: number | undefined;
  /** Only over HTTP: sign it wrongly, not at all, or as of ten minutes ago. */
  signing?: Signing | undefined;
}

/** What came of one attempt. */
export interface Outcome {
  readonly via: "http" | "socket" | "nobody";
  /** HTTP status; over a socket 200 when acknowledged; null without an answer. */
  readonly status: number | null;
  readonly body: string;
  readonly tookMs: number;
  /** Slack waits 3 s; a person then sees a warning at the button. */
  readonly tookTooLong: boolean;
  readonly error?: string;
  readonly noRetry?: boolean;
}

export interface Delivery {
  readonly callback: Callback;
  readonly attempts: Outcome[];
}
