import { randomUUID } from "node:crypto";
import type { Delivery, DeliveryId } from "../../core/index.ts";
import { anEscalatedEvent } from "./events.ts";
import { aNotice } from "./notices.ts";

/** The first attempt at the first card, unless told otherwise. */
export function aDelivery(with_: Partial<Delivery> = {}): Delivery {
  return {
    id: randomUUID() as DeliveryId,
    destination: { account: "workspace", address: "C0SUPPORT1" },
    effect: "card",
    attempt: 1,
    event: anEscalatedEvent(),
    notice: aNotice(),
    posted: { card: null, message: null },
    uncertainSince: null,
    looks: 0,
    ...with_,
  };
}
