import { keysOf } from "../../../core/app-secret.ts";
import { createOperatorTokens } from "../../../core/operator-token.ts";
import type { NamedChatbot, Reached } from "./platform.ts";

/** All that an endpoint may be told of. */
export const endpointEvents: readonly string[] = [
  "conversation.started",
  "message.received",
  "conversation.escalated",
  "conversation.claimed",
  "conversation.resolved",
  "conversation.reopened",
];

/** As its owner would, over the REST API. */
export async function addEndpoint({ url, appSecret }: Reached, { id: chatbot }: NamedChatbot, endpointUrl: string) {
  const operator = createOperatorTokens(keysOf(appSecret)("operator")).make("make an API key", new Date());
  const endpoints = `${url}/api/v1/webhook-endpoints`;
  const asked = { name: "endpoints", scopes: ["webhooks:write"], chatbot };
  const { key } = await ask<{ key: string }>("POST", `${url}/api/v1/api-keys`, operator, asked);
  const wanted = { url: endpointUrl, events: endpointEvents };
  const { id, secret } = await ask<{ id: string; secret: string }>("POST", endpoints, key, wanted);
  return { id, secret, remove: () => ask("DELETE", `${endpoints}/${id}`, key) };
}

async function ask<T>(method: string, url: string, token: string, body?: object): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} was answered with ${response.status}: ${answer}`);
  return (answer === "" ? undefined : JSON.parse(answer)) as T;
}
