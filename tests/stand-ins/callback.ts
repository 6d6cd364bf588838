export interface DeliveryOptions {
  /** Send the very same callback a second time, at once. */
  duplicate?: boolean | undefined;
  delayMs?: number | undefined;
}

/** What came of one attempt. */
export interface Outcome {
  readonly via: "http" | "socket" | "nobody";
  /** HTTP status; over a socket 200 when acknowledged; null without an answer. */
  readonly status: number | null;
  readonly body: string;
  readonly tookMs: number;
  /** A person sees a warning at the button. */
  readonly tookTooLong: boolean;
  readonly error?: string;
  readonly noRetry?: boolean;
}

export interface Delivery<Callback> {
  readonly callback: Callback;
  readonly attempts: Outcome[];
}
