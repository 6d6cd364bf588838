import type { EndpointId } from "../../core/domain/ids.ts";
import type { WebhookEndpoint } from "../../core/domain/webhook-endpoint.ts";

/** Wants escalations, unless told otherwise. */
export function anEndpoint(with_: Partial<WebhookEndpoint> = {}): WebhookEndpoint {
  return {
    id: "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f0001" as EndpointId,
    url: "https://hooks.example.com/deskbell",
    events: ["conversation.escalated"],
    enabled: true,
    label: "Helpdesk",
    compatibility: null,
    ...with_,
  };
}
