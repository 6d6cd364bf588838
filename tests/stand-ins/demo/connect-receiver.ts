import { keysOf, readAppSecret } from "../../../core/app-secret.ts";
import { createOperatorTokens } from "../../../core/operator-token.ts";
import type { StandInReceiver } from "../webhooks/stand-in-receiver.ts";

/** As its developer would: makes an API key, subscribes to everything with it, and keeps the secret that comes back. */
export async function connectReceiver(
  receiver: StandInReceiver,
  { deskbellUrl, dataDir }: { readonly deskbellUrl: string; readonly dataDir: string },
): Promise<void> {
  const secret = await readAppSecret(dataDir);
  const operator = createOperatorTokens(keysOf(secret ?? "")("operator")).make("make an API key", new Date());
  const { key } = await post<{ key: string }>(`${deskbellUrl}/api/v1/api-keys`, operator, {
    name: "Demo",
    scopes: ["webhooks:write"],
  });
  const endpoint = await post<{ secret: string }>(`${deskbellUrl}/api/v1/webhook-endpoints`, key, {
    url: receiver.hookUrl,
    label: "Your code",
    events: ["conversation.escalated", "conversation.claimed", "conversation.resolved", "conversation.reopened"],
  });
  receiver.expectSecret(endpoint.secret);
}

async function post<T>(url: string, key: string, body: object): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered with HTTP ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
