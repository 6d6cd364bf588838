import type { DeliveryId, Outcome } from "../../core/index.ts";
import type { MailAddress } from "./address.ts";

/** A mail as it leaves: to exactly one address, which mail can carry. */
export interface Letter {
  readonly delivery: DeliveryId;
  /** Where it goes, as its recipient is listed: another script's domain has another name in the mail itself. */
  readonly listedAs: string;
  readonly from: MailAddress;
  readonly to: MailAddress;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** When it happened, not when it is sent: the same at every attempt. */
  readonly date: Date;
}

/** A way that mail goes. */
export interface Transport {
  send(letter: Letter, signal: AbortSignal): Promise<Outcome>;
  /** Whether mail would go now, without sending any. Never throws. */
  probe(signal: AbortSignal): Promise<Probe>;
}

export type Probe = { readonly good: true } | { readonly good: false; readonly reason: string };
