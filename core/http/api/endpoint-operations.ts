import { z } from "zod";
import { DomainError } from "../../domain/errors.ts";
import type { ChatbotId, EndpointId } from "../../domain/ids.ts";
import type { CompatibilityHeader } from "../../domain/webhook-endpoint.ts";
import type { createAddEndpoint } from "../../usecases/add-endpoint.ts";
import { changeEndpoint } from "../../usecases/change-endpoint.ts";
import type { EndpointStanding } from "../../usecases/endpoint-store.ts";
import { unknownEndpoint } from "../../usecases/known-endpoint.ts";
import { removeEndpoint } from "../../usecases/remove-endpoint.ts";
import { replayDelivery, unknownDelivery } from "../../usecases/replay-delivery.ts";
import { replayRange } from "../../usecases/replay-range.ts";
import { resumeEndpoint } from "../../usecases/resume-endpoint.ts";
import type { createRotateSecret } from "../../usecases/rotate-secret.ts";
import type { Stores } from "../../usecases/stores.ts";
import { testEndpoint } from "../../usecases/test-endpoint.ts";
import * as protocol from "../api-protocol.ts";
import { type Operation, operation, type Param } from "./operation.ts";
import { viewEndpoint } from "./views.ts";

export interface EndpointParts {
  readonly endpoints: {
    list(chatbotId: ChatbotId): Promise<readonly EndpointStanding[]>;
    find(chatbotId: ChatbotId, id: EndpointId): Promise<EndpointStanding | null>;
  };
  /** The URL as it is kept, or what is wrong with it, in a sentence. */
  readonly checkUrl: (
    url: string,
    signal: AbortSignal,
  ) => Promise<{ readonly url: string } | { readonly problem: string }>;
  /** What is wrong with the name of a compatibility header; null if it may be used. */
  readonly problemOfHeader: (name: string) => string | null;
  readonly addEndpoint: ReturnType<typeof createAddEndpoint>;
  readonly rotateSecret: ReturnType<typeof createRotateSecret>;
  readonly now: () => Date;
}

/** A name that is asked for in DNS is waited for so long. */
const urlCheckedWithinMs = 5_000;

export const endpointId: Param = {
  schema: z.uuid().toLowerCase(),
  unknown: (text) => unknownEndpoint(text.slice(0, 100) as EndpointId),
};
export const deliveryId: Param = {
  schema: z.uuid().toLowerCase(),
  unknown: (text) => unknownDelivery(text.slice(0, 100)),
};

export function createEndpointOperations(parts: EndpointParts): readonly Operation[] {
  const { endpoints, addEndpoint, rotateSecret, now } = parts;

  async function checked(url: string): Promise<string> {
    const found = await parts.checkUrl(url, AbortSignal.timeout(urlCheckedWithinMs));
    if ("url" in found) return found.url;
    throw new DomainError("unprocessable", `url: ${found.problem}`);
  }

  function checkHeader(compatibility: CompatibilityHeader | null | undefined): void {
    const problem = compatibility ? parts.problemOfHeader(compatibility.header) : null;
    if (problem !== null) throw new DomainError("unprocessable", `compatibility.header: ${problem}`);
  }

  async function shown(chatbotId: ChatbotId, id: EndpointId, stores?: Stores) {
    const standing = stores ? await stores.endpoints.lock(chatbotId, id) : await endpoints.find(chatbotId, id);
    return viewEndpoint(standing ?? unknownEndpoint(id));
  }

  const path = "/webhook-endpoints";
  const one = `${path}/{id}`;
  const params = { id: endpointId };
  return [
    operation({
      method: "GET",
      path,
      summary: "List the webhook endpoints, and how each fares",
      scope: "webhooks:read",
      success: { status: 200, schema: protocol.endpoints },
      async act({ chatbotId }) {
        return { status: 200, body: { endpoints: (await endpoints.list(chatbotId)).map(viewEndpoint) } };
      },
    }),
    operation({
      method: "POST",
      path,
      summary: "Add a webhook endpoint; the answer has its secret",
      scope: "webhooks:write",
      body: protocol.addEndpoint,
      success: { status: 201, schema: protocol.addedEndpoint },
      async act({ chatbotId, body, commit }) {
        checkHeader(body.compatibility);
        const url = await checked(body.url);
        return commit(async (stores) => {
          const wanted = { ...body, url, events: [...new Set(body.events)] };
          const { endpoint, secret } = await addEndpoint(stores.endpoints, chatbotId, wanted);
          return { status: 201, body: { ...(await shown(chatbotId, endpoint.id, stores)), secret } };
        });
      },
    }),
    operation({
      method: "GET",
      path: one,
      summary: "Look at a webhook endpoint",
      scope: "webhooks:read",
      params,
      success: { status: 200, schema: protocol.endpoint },
      async act({ chatbotId, params: { id } }) {
        return { status: 200, body: await shown(chatbotId, id as EndpointId) };
      },
    }),
    operation({
      method: "PATCH",
      path: one,
      summary: "Change a webhook endpoint; enabling it, or giving it another URL, resumes it",
      scope: "webhooks:write",
      params,
      body: protocol.changeEndpoint,
      success: { status: 200, schema: protocol.endpoint },
      async act({ chatbotId, params: { id }, body, commit }) {
        const { url: given, events, ...rest } = body;
        await shown(chatbotId, id as EndpointId);
        checkHeader(rest.compatibility);
        const url = given === undefined ? {} : { url: await checked(given) };
        const change = { ...rest, ...url, ...(events && { events: [...new Set(events)] }) };
        return commit(async (stores) => {
          await changeEndpoint(stores.endpoints, chatbotId, id as EndpointId, change);
          return { status: 200, body: await shown(chatbotId, id as EndpointId, stores) };
        });
      },
    }),
    operation({
      method: "DELETE",
      path: one,
      summary: "Remove a webhook endpoint, and what waits for it",
      scope: "webhooks:write",
      params,
      success: { status: 204, schema: null },
      act: ({ chatbotId, params: { id }, commit }) =>
        commit(async (stores) => {
          await removeEndpoint(stores.endpoints, chatbotId, id as EndpointId);
          return { status: 204 };
        }),
    }),
    operation({
      method: "POST",
      path: `${one}/test`,
      summary: "Send a test, the way all webhooks go",
      scope: "webhooks:write",
      params,
      success: { status: 202, schema: protocol.enqueued },
      mayConflict: true,
      sends: true,
      act: ({ chatbotId, params: { id }, commit }) =>
        commit(async (stores) => ({
          status: 202,
          body: { delivery_id: await testEndpoint(stores, chatbotId, id as EndpointId) },
        })),
    }),
    operation({
      method: "POST",
      path: `${one}/secret/rotate`,
      summary: "Make a new secret; for 24 hours the one before signs too, and never more than the last two",
      scope: "webhooks:write",
      params,
      success: { status: 200, schema: protocol.rotatedSecret },
      act: ({ chatbotId, params: { id }, commit }) =>
        commit(async (stores) => {
          const { secret, previousUntil } = await rotateSecret(stores.endpoints, chatbotId, id as EndpointId);
          return { status: 200, body: { secret, previous_secret_until: previousUntil.toISOString() } };
        }),
    }),
    operation({
      method: "POST",
      path: `${one}/resume`,
      summary: "Resume a paused webhook endpoint: what waited is sent, in order",
      scope: "webhooks:write",
      params,
      success: { status: 200, schema: protocol.endpoint },
      mayConflict: true,
      act: ({ chatbotId, params: { id }, commit }) =>
        commit(async (stores) => {
          await resumeEndpoint(stores.endpoints, chatbotId, id as EndpointId);
          return { status: 200, body: await shown(chatbotId, id as EndpointId, stores) };
        }),
    }),
    operation({
      method: "POST",
      path: `${one}/deliveries/{delivery}/replay`,
      summary: "Send a delivery once more: the same bytes under the same id",
      scope: "deliveries:write",
      params: { id: endpointId, delivery: deliveryId },
      success: { status: 202, schema: protocol.enqueued },
      mayConflict: true,
      sends: true,
      act: ({ chatbotId, params: { id, delivery = "" }, commit }) =>
        commit(async (stores) => {
          await replayDelivery(stores, chatbotId, id as EndpointId, delivery);
          return { status: 202, body: { delivery_id: delivery } };
        }),
    }),
    operation({
      method: "POST",
      path: `${one}/replay`,
      summary: "Send what failed in a time once more, or all of it, in order",
      scope: "deliveries:write",
      params,
      body: protocol.replayRange,
      success: { status: 202, schema: protocol.replayedRange },
      mayConflict: true,
      sends: true,
      act: ({ chatbotId, params: { id }, body, commit }) =>
        commit(async (stores) => {
          const { since, until, which, cursor } = body;
          const { count, next } = await replayRange(stores, chatbotId, id as EndpointId, {
            since: new Date(since),
            until: until === undefined ? now() : new Date(until),
            which,
            after: cursor ?? null,
          });
          return { status: 202, body: { replayed: count, next_cursor: next } };
        }),
    }),
  ];
}
