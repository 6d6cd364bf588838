import type { Delivery as AnyDelivery, DeliveryOptions as AnyDeliveryOptions } from "../../callback.ts";
import type { EventName, MailEvent } from "./event.ts";
import type { Signing } from "./signing.ts";

/** One POST of events. */
export interface Callback {
  /** Of the first event. */
  readonly kind: EventName;
  /** The address that the first event is about, in lower case. */
  readonly channel: string;
  readonly events: readonly MailEvent[];
  /** As POSTed. */
  readonly body: string;
}

export interface DeliveryOptions extends AnyDeliveryOptions {
  signing?: Signing | undefined;
}

export type Delivery = AnyDelivery<Callback>;
export type { Outcome } from "../../callback.ts";
