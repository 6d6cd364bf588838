import { sign } from "node:crypto";
import type { Settings } from "../settings.ts";
import { type SigningKey, signingKeys } from "./keys.ts";
import { issuer } from "./openid.ts";

/** How an activity is signed: "good", or bent in one way that a bot must notice. */
export type Signing =
  | "good"
  /** No Authorization header at all. */
  | "missing"
  | "not_a_jwt"
  /** "alg": "none". */
  | "unsigned"
  /** Another's key under the name of the right one. */
  | "wrong_key"
  | "unknown_kid"
  /** A key of the Bot Connector that is endorsed for nothing, or for another channel. */
  | "unendorsed_key"
  | "key_of_another_channel"
  | "wrong_audience"
  | "wrong_issuer"
  | "no_service_url"
  | "other_service_url"
  | "never_expires"
  | { readonly expiredMsAgo: number }
  | { readonly notBeforeMs: number };

/** The Authorization header of an activity, if it has one. */
export function authorization(
  settings: Settings,
  serviceUrl: string,
  signing: Signing = "good",
): Record<string, string> {
  const token = tokenFor(settings, serviceUrl, signing);
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function tokenFor({ appId }: Settings, serviceUrl: string, signing: Signing): string | undefined {
  const now = Math.floor(Date.now() / 1000);
  const claims = { serviceurl: serviceUrl, nbf: now - 60, exp: now + 3600, iat: now - 60, iss: issuer, aud: appId };
  const { teams, unendorsed, webchat, stranger } = signingKeys();
  if (typeof signing === "object") {
    if ("notBeforeMs" in signing) return signed({ ...claims, nbf: now + seconds(signing.notBeforeMs) }, teams);
    return signed({ ...claims, nbf: now - 7200, exp: now - seconds(signing.expiredMsAgo) }, teams);
  }
  switch (signing) {
    case "good":
      return signed(claims, teams);
    case "missing":
      return undefined;
    case "not_a_jwt":
      return "not-a-token";
    case "unsigned":
      return `${encoded({ alg: "none", typ: "JWT", kid: teams.id })}.${encoded(claims)}.`;
    case "wrong_key":
      return signed(claims, { ...stranger, id: teams.id });
    case "unknown_kid":
      return signed(claims, stranger);
    case "unendorsed_key":
      return signed(claims, unendorsed);
    case "key_of_another_channel":
      return signed(claims, webchat);
    case "wrong_audience":
      return signed({ ...claims, aud: "00000000-0000-4000-8000-000000000000" }, teams);
    case "wrong_issuer":
      return signed({ ...claims, iss: "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/" }, teams);
    case "no_service_url": {
      const { serviceurl: _, ...rest } = claims;
      return signed(rest, teams);
    }
    case "never_expires": {
      const { exp: _, ...rest } = claims;
      return signed(rest, teams);
    }
    case "other_service_url":
      return signed({ ...claims, serviceurl: "https://smba.trafficmanager.net/teams/" }, teams);
  }
}

function signed(claims: Record<string, unknown>, { id, privateKey }: SigningKey): string {
  const text = `${encoded({ alg: "RS256", typ: "JWT", kid: id, x5t: id })}.${encoded(claims)}`;
  return `${text}.${sign("sha256", Buffer.from(text), privateKey).toString("base64url")}`;
}

function encoded(part: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

const seconds = (ms: number) => Math.round(ms / 1000);
