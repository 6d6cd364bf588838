import { createHmac } from "node:crypto";

export type Signing = "good" | "wrong" | "missing" | "stale";

/** Slack's v0 signature, over the bytes as sent; or one that must be refused. */
export function signatureHeaders(secret: string, body: string, signing: Signing = "good"): Record<string, string> {
  const age = signing === "stale" ? 600 : 0;
  const timestamp = String(Math.floor(Date.now() / 1000) - age);
  if (signing === "missing") return { "x-slack-request-timestamp": timestamp };
  const key = signing === "wrong" ? `not ${secret}` : secret;
  const digest = createHmac("sha256", key).update(`v0:${timestamp}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": timestamp, "x-slack-signature": `v0=${digest}` };
}
