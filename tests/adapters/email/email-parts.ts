import { createLinks } from "../../../adapters/email/links.ts";
import { createPlan } from "../../../adapters/email/plan.ts";
import type { Recipient } from "../../../core/index.ts";
import { testKeys } from "../test-keys.ts";

export const publicUrl = "https://desk.example";
export const links = createLinks({ keyFor: testKeys, publicUrl });
export const plan = createPlan({ account: "sendgrid", links, publicUrl });

export function aRecipient(with_: Partial<Recipient> = {}): Recipient {
  return { email: "ben@acme.example", name: "Ben", isOwner: false, silence: null, ...with_ };
}

export const theOwner = aRecipient({ email: "Ana@acme.example", name: "Ana Owner", isOwner: true });
