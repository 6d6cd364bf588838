import { verify } from "node:crypto";
import { z } from "zod";

/** As the SDK has it. */
const toleranceSeconds = 5 * 60;

const Header = z.object({ alg: z.enum(["RS256", "RS384", "RS512"]), kid: z.string() });
const Claims = z.object({ iss: z.string(), exp: z.number(), nbf: z.number().optional() });

export interface Token {
  readonly keyId: string;
  /** Signed with this key, by this issuer, and neither run out nor from the future. */
  isGood(key: string, issuer: string, now: number): boolean;
}

/**
 * Looked at before the SDK is asked: it writes keys and stacks to standard error about every token that it refuses, and
 * takes one that never runs out. null for what is no token.
 */
export function readToken(authorization: string): Token | null {
  const [head = "", body = "", signature = ""] = authorization.replace(/^Bearer /, "").split(".");
  const header = Header.safeParse(decoded(head)).data;
  const claims = Claims.safeParse(decoded(body)).data;
  if (!header || !claims) return null;
  const { iss, exp, nbf = 0 } = claims;
  return {
    keyId: header.kid,
    isGood(key, issuer, now) {
      const seconds = now / 1000;
      if (iss !== issuer || exp <= seconds - toleranceSeconds || nbf > seconds + toleranceSeconds) return false;
      const hash = header.alg.replace("RS", "RSA-SHA");
      return verify(hash, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"));
    },
  };
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    return null;
  }
}
