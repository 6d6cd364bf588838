import { createHmac } from "node:crypto";
import type { CompatibilityHeader } from "../domain/webhook-endpoint.ts";
import { keyOf } from "./secret.ts";

/** Standard Webhooks: one signature for every secret that is valid just now, so that a receiver may hold either. */
export function signatureHeaders(
  id: string,
  at: Date,
  body: Buffer,
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = Math.floor(at.getTime() / 1000);
  const signed = (secret: string) =>
    createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": secrets.map((secret) => `v1,${signed(secret)}`).join(" "),
  };
}

/**
 * One more, for a receiver that was written for another sender: HMAC-SHA256 of the raw body. The key is the secret as
 * it is written, `whsec_` and all, and of two secrets the older one: see core/decisions.
 */
export function compatibilityHeaders(
  { header, encoding }: CompatibilityHeader,
  body: Buffer,
  secrets: readonly string[],
): Record<string, string> {
  const oldest = secrets.at(-1);
  if (oldest === undefined) return {};
  return { [header]: createHmac("sha256", oldest).update(body).digest(encoding) };
}
