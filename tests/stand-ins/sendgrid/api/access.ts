import type { Answer } from "../../answer.ts";
import { problem } from "../rules/problem.ts";
import { refusal } from "./refusal.ts";

export type Access = ReturnType<typeof createAccess>;

/** Who may send, and in whose name. */
export function createAccess(apiKey: string, verified: readonly string[] | undefined) {
  let isRevoked = false;
  let senders = verified?.map(lower);

  return {
    revoke: (): void => {
      isRevoked = true;
    },
    /** undefined: anybody may be the sender. */
    verifySenders: (addresses: readonly string[] | undefined): void => {
      senders = addresses?.map(lower);
    },
    objectionTo(authorization: string | undefined): Answer | undefined {
      if (authorization === undefined) return refusal(401);
      if (!isRevoked && authorization === `Bearer ${apiKey}`) return undefined;
      return refusal(401, [problem("The provided authorization grant is invalid, expired, or revoked")]);
    },
    objectionToSender(email: string): Answer | undefined {
      const sender = lower(email);
      if (senders === undefined || senders.some((known) => sender === known || isOf(sender, known))) return undefined;
      const message =
        "The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.";
      return refusal(403, [problem(message, "from")]);
    },
  };
}

function isOf(sender: string, domain: string): boolean {
  return domain.startsWith("@") && sender.endsWith(domain);
}

function lower(address: string): string {
  return address.toLowerCase();
}
