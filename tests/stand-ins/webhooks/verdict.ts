import { Webhook, WebhookVerificationError } from "standardwebhooks";

/** "verified", or why not. */
export type SignatureVerdict =
  | "verified"
  | "not signed by this secret"
  | "not signed"
  | "signed at another time"
  | "no secret to verify with";

/** What the official library says, used as its README shows. */
export function verdictOn(
  payload: string,
  headers: Record<string, string>,
  secret: string | undefined,
): SignatureVerdict {
  if (secret === undefined) return "no secret to verify with";
  try {
    new Webhook(secret).verify(payload, headers, { jsonParse: false });
    return "verified";
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    if (/headers/i.test(error.message)) return "not signed";
    return /timestamp/i.test(error.message) ? "signed at another time" : "not signed by this secret";
  }
}
