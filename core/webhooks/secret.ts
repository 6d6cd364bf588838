import { randomBytes } from "node:crypto";

const prefix = "whsec_";

/** A new endpoint's secret, as Standard Webhooks writes it: 32 random bytes, of 24 to 64 that it allows. */
export function newSecret(): string {
  return prefix + randomBytes(32).toString("base64");
}

/** The bytes that the written secret stands for. */
export function keyOf(secret: string): Buffer {
  return Buffer.from(secret.slice(prefix.length), "base64");
}
