import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

export type Signing =
  | "good"
  /** Neither of the two headers. */
  | "missing"
  | "no_timestamp"
  /** By somebody else's key. */
  | "wrong_key"
  | "of_another_body"
  | "of_another_time"
  | "malformed"
  /** Good, but so long ago. */
  | { msAgo: number };

export type EventKey = ReturnType<typeof createEventKey>;

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features */
export function createEventKey(pkcs8?: string) {
  const privateKey =
    pkcs8 === undefined
      ? newKey()
      : createPrivateKey({ key: Buffer.from(pkcs8, "base64"), format: "der", type: "pkcs8" });
  return {
    /** As SendGrid shows it to be copied. */
    publicKey: createPublicKey(privateKey).export({ format: "der", type: "spki" }).toString("base64"),
    privateKey: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
    headersFor: (body: string, signing: Signing = "good") => headersFor(body, signing, privateKey),
  };
}

function headersFor(body: string, signing: Signing, key: KeyObject): Record<string, string> {
  const now = Math.floor((Date.now() - (typeof signing === "object" ? signing.msAgo : 0)) / 1000);
  const timestamp = { "x-twilio-email-event-webhook-timestamp": String(now) };
  const signature = (by: KeyObject, of: string) => ({
    "x-twilio-email-event-webhook-signature": sign("sha256", Buffer.from(of), by).toString("base64"),
  });
  switch (signing) {
    case "missing":
      return {};
    case "no_timestamp":
      return signature(key, `${now}${body}`);
    case "wrong_key":
      return { ...timestamp, ...signature(newKey(), `${now}${body}`) };
    case "of_another_body":
      return { ...timestamp, ...signature(key, `${now}${body.slice(0, -1)} `) };
    case "of_another_time":
      return { ...timestamp, ...signature(key, `${now - 1}${body}`) };
    case "malformed":
      return { ...timestamp, "x-twilio-email-event-webhook-signature": "bm90IGEgc2lnbmF0dXJl" };
    default:
      return { ...timestamp, ...signature(key, `${now}${body}`) };
  }
}

function newKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
}
