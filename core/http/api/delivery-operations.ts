import type { ChatbotId, EndpointId } from "../../domain/ids.ts";
import type { DeliveryLog, DeliveryState } from "../../queries/delivery-log.ts";
import type { EndpointStanding } from "../../usecases/endpoint-store.ts";
import { unknownEndpoint } from "../../usecases/known-endpoint.ts";
import { unknownDelivery } from "../../usecases/replay-delivery.ts";
import * as protocol from "../api-protocol.ts";
import { deliveryId, endpointId } from "./endpoint-operations.ts";
import { type Operation, operation } from "./operation.ts";
import { viewDelivery } from "./views.ts";

export interface DeliveryParts {
  readonly log: DeliveryLog;
  readonly endpoints: { find(chatbotId: ChatbotId, id: EndpointId): Promise<EndpointStanding | null> };
}

export function createDeliveryOperations({ log, endpoints }: DeliveryParts): readonly Operation[] {
  interface Asked {
    readonly state?: DeliveryState | "failed" | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  }

  async function page(chatbotId: ChatbotId, endpoint: EndpointId | null, { state, cursor, limit }: Asked) {
    const states: readonly DeliveryState[] | null =
      state === undefined ? null : state === "failed" ? ["dead", "rejected"] : [state];
    // One more than is shown says whether there are more.
    const found = await log.list(chatbotId, { endpoint, states, before: cursor ?? null }, limit + 1);
    const shown = found.slice(0, limit);
    const next = found.length > limit ? (shown.at(-1)?.deliveryId ?? null) : null;
    return { status: 200, body: { deliveries: shown.map(viewDelivery), next_cursor: next } };
  }

  return [
    operation({
      method: "GET",
      path: "/webhook-endpoints/{id}/deliveries",
      summary: "List what was sent to a webhook endpoint, newest first, with every attempt",
      scope: "deliveries:read",
      params: { id: endpointId },
      query: protocol.listDeliveries,
      success: { status: 200, schema: protocol.deliveries },
      async act({ chatbotId, params, query }) {
        const id = params.id as EndpointId;
        if (!(await endpoints.find(chatbotId, id))) unknownEndpoint(id);
        return page(chatbotId, id, query);
      },
    }),
    operation({
      method: "GET",
      path: "/deliveries",
      summary: "List what was sent to every destination, newest first, with every attempt",
      scope: "deliveries:read",
      query: protocol.listDeliveries,
      success: { status: 200, schema: protocol.deliveries },
      act: ({ chatbotId, query }) => page(chatbotId, null, query),
    }),
    operation({
      method: "GET",
      path: "/deliveries/{delivery}",
      summary: "Look at a delivery and its attempts",
      scope: "deliveries:read",
      params: { delivery: deliveryId },
      success: { status: 200, schema: protocol.delivery },
      async act({ chatbotId, params: { delivery = "" } }) {
        return { status: 200, body: viewDelivery((await log.read(chatbotId, delivery)) ?? unknownDelivery(delivery)) };
      },
    }),
  ];
}
