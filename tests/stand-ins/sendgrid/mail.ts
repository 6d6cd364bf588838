import type { MailEvent } from "./events/event.ts";

export interface Address {
  email: string;
  name?: string | undefined;
}

/** A mail that was accepted: one for each personalization of a request. */
export interface Mail {
  readonly id: string;
  /** As X-Message-Id said. */
  readonly messageId: string;
  readonly at: string;
  readonly from: Address;
  readonly replyTo?: Address | undefined;
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly subject: string;
  /** The first text/plain of the content, "" if there is none. */
  readonly text: string;
  readonly html?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly customArgs: Readonly<Record<string, string>>;
  readonly categories: readonly string[];
  /** As it came over the wire, without the key. */
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  /** What was told of it, oldest first. */
  readonly events: MailEvent[];
  /** Somebody opened it on the page. */
  read: boolean;
}
