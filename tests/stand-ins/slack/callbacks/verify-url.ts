import { randomBytes } from "node:crypto";
import type { Settings } from "../settings.ts";
import type { Outcome } from "./callback.ts";
import type { Deliveries } from "./deliver.ts";

/** The question Slack asks when a request URL is saved; verified if the challenge comes back. */
export async function verifyUrl(settings: Settings, deliveries: Deliveries): Promise<Outcome & { verified: boolean }> {
  const challenge = randomBytes(20).toString("hex");
  const payload = { token: settings.verificationToken, challenge, type: "url_verification" };
  const body = JSON.stringify(payload);
  const outcome = await deliveries.deliver({ kind: "interaction", payload, body, contentType: "application/json" });
  return { ...outcome, verified: outcome.status === 200 && outcome.body.includes(challenge) };
}
