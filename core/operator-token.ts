import { createHmac, timingSafeEqual } from "node:crypto";

/** What a program beside the server may ask it for, by knowing its secret. */
export type OperatorPurpose = "make an API key" | "examine everything";

/** Long enough to be sent and read, too short to be found and used. */
const goodForMs = 60_000;

/**
 * Proves to the running server that whoever asks can read its secret: good for one purpose and one minute. `key` is
 * of the purpose "operator".
 */
export function createOperatorTokens(key: Buffer) {
  const proof = (purpose: OperatorPurpose, until: number) =>
    createHmac("sha256", key).update(`${purpose} until ${until}`).digest();

  return {
    make(purpose: OperatorPurpose, now: Date): string {
      const until = now.getTime() + goodForMs;
      return `dk_operator_${until}_${proof(purpose, until).toString("base64url")}`;
    },

    isGood(token: string, purpose: OperatorPurpose, now: Date): boolean {
      const [, until, given] = /^dk_operator_(\d{1,15})_([\w-]{43})$/.exec(token) ?? [];
      if (!until || !given) return false;
      const left = Number(until) - now.getTime();
      return (
        left > 0 && left <= goodForMs && timingSafeEqual(Buffer.from(given, "base64url"), proof(purpose, Number(until)))
      );
    },
  };
}

export type OperatorTokens = ReturnType<typeof createOperatorTokens>;
