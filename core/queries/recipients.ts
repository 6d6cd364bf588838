import type { Suppression } from "../adapter.ts";
import type { Recipient } from "../domain/recipients.ts";

/** Somebody who is mailed about a chatbot's escalations, and what the mail service said if they are not. */
export interface RecipientStanding extends Recipient {
  readonly suppression: Suppression | null;
}
