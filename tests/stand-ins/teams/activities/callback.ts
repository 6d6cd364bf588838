import type { Delivery as AnyDelivery, DeliveryOptions as AnyDeliveryOptions } from "../../callback.ts";
import type { Signing } from "../identity/authorization.ts";
import type { Kind } from "../misbehaviour.ts";

export type Activity = Record<string, unknown>;

/** One activity on its way to the bot. */
export interface Callback {
  readonly kind: Kind;
  readonly channel?: string | undefined;
  readonly activity: Activity;
  /** The body as POSTed. */
  readonly body: string;
}

export interface DeliveryOptions extends AnyDeliveryOptions {
  signing?: Signing | undefined;
  /** Merged into the activity before it is sent; null takes a field away. */
  activity?: Activity | undefined;
  /** Send an invoke again, too, when it was not heard. Teams leaves that to the person. */
  insist?: boolean | undefined;
}

export type Delivery = AnyDelivery<Callback>;
export type { Outcome } from "../../callback.ts";
