import { type KeyObject, verify } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

const signatureHeader = "x-twilio-email-event-webhook-signature";
const timestampHeader = "x-twilio-email-event-webhook-timestamp";
const mostSecondsApart = 300;

/** Whether SendGrid signed exactly these bytes, just now. ECDSA over the timestamp and the raw body. */
export function isFromSendGrid(headers: IncomingHttpHeaders, raw: Buffer, key: KeyObject, now: Date): boolean {
  const { [signatureHeader]: signature, [timestampHeader]: timestamp } = headers;
  if (typeof signature !== "string" || typeof timestamp !== "string" || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > mostSecondsApart) return false;
  try {
    const signed = Buffer.concat([Buffer.from(timestamp), raw]);
    return verify("sha256", signed, { key, dsaEncoding: "der" }, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}
