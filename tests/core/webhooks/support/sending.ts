import type { EndpointId } from "../../../../core/domain/ids.ts";
import type { Delivery, EventId } from "../../../../core/index.ts";
import { bodyOf } from "../../../../core/webhooks/body.ts";
import { createDeliver, type DeliverParts, type EndpointSecrets } from "../../../../core/webhooks/deliver.ts";
import { createGuard } from "../../../../core/webhooks/guard/guard.ts";
import { networks } from "../../../../core/webhooks/guard/networks.ts";
import { createResolve } from "../../../../core/webhooks/guard/resolve.ts";
import { recordingLog } from "../../../adapters/recording-log.ts";
import { aConversation } from "../../../builders/conversations.ts";
import { aDelivery } from "../../../builders/deliveries.ts";
import { anEscalatedEvent } from "../../../builders/events.ts";
import { anOpenEscalation } from "../../../builders/notices.ts";

export const endpointId = "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f0001" as EndpointId;
export const eventId = "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b" as EventId;

/** A webhook's delivery as it was planned: the first attempt, unless told otherwise. */
export function aWebhook(with_: Partial<Delivery> = {}): Delivery & { readonly body: string } {
  const event = { ...anEscalatedEvent(), id: eventId };
  const body = bodyOf(event, aConversation({ escalation: anOpenEscalation() }));
  return {
    ...aDelivery(),
    destination: { account: "webhooks", address: endpointId },
    effect: "message",
    event,
    notice: null,
    ...with_,
    body: with_.body ?? body,
  };
}

interface SendingOptions extends Partial<Pick<DeliverParts, "connection">> {
  readonly allow?: readonly string[];
  readonly dns?: string;
}

/** Delivers to whatever endpoint is given, with real time. */
export function sendTo(endpoint: Partial<EndpointSecrets> | null, options: SendingOptions = {}) {
  const { allow = ["127.0.0.0/8"], dns, connection } = options;
  const log = recordingLog();
  const deliver = createDeliver({
    secretsOf: async () => endpoint && { url: "", secrets: [], compatibility: null, ...endpoint },
    guard: createGuard({ allow: networks(...allow), resolve: createResolve(dns ? { servers: [dns] } : {}) }),
    version: "1.2.3",
    now: () => new Date(),
    log,
    ...(connection && { connection }),
  });
  return {
    log,
    send: (with_: Partial<Delivery> = {}, signal = AbortSignal.timeout(10_000)) => deliver(aWebhook(with_), signal),
  };
}
