import type { Delivery as AnyDelivery, DeliveryOptions as AnyDeliveryOptions } from "../../callback.ts";
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

export interface DeliveryOptions extends AnyDeliveryOptions {
  /** Only over HTTP: sign it wrongly, not at all, or as of ten minutes ago. */
  signing?: Signing | undefined;
}

export type Delivery = AnyDelivery<Callback>;
export type { Outcome } from "../../callback.ts";
