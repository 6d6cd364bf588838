import { emailKey } from "./email-address.ts";

/** Somebody who is mailed about a chatbot's escalations. */
export interface Recipient {
  /** As it was first spelled. */
  readonly email: string;
  /** Of their account, or what stands before the @. */
  readonly name: string;
  readonly isOwner: boolean;
  /** Why no alerts are mailed there just now; null: they are. */
  readonly silence: Silence | null;
}

/**
 * preference: their own `notify_escalation` is off. unsubscribed: from this chatbot, by the link in a mail.
 * suppressed: mail does not reach the address, or its reader called it spam: nothing at all is mailed there.
 */
export type Silence = "preference" | "unsubscribed" | "suppressed";

export interface Owner {
  readonly email: string;
  readonly name: string | null;
}

/** What is known of an address, by its key. */
export interface KnownAddress {
  readonly name: string | null;
  readonly silence: Silence | null;
}

/** The owner first and always, then those of the settings; each address once. */
export function recipientsOf(
  owner: Owner | null,
  listed: readonly string[],
  known: ReadonlyMap<string, KnownAddress>,
): readonly Recipient[] {
  const emails = new Map<string, string>();
  for (const email of [...(owner ? [owner.email] : []), ...listed]) {
    if (!emails.has(emailKey(email))) emails.set(emailKey(email), email);
  }
  return [...emails].map(([key, email]) => ({
    email,
    name: known.get(key)?.name || email.slice(0, email.lastIndexOf("@")),
    isOwner: owner !== null && key === emailKey(owner.email),
    silence: known.get(key)?.silence ?? null,
  }));
}
