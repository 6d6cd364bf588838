import { EventEmitter } from "node:events";
import type { ParsedMail } from "mailparser";

export interface Received {
  readonly at: Date;
  /** As the commands said, which may differ from what stands in the headers. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** Who had signed in. */
  readonly user?: string | undefined;
  /** Over TLS. */
  readonly secure: boolean;
  readonly mail: ParsedMail;
  readonly raw: string;
}

/** What a mail server was given; nothing is ever forgotten. */
export function createReceived() {
  const all: Received[] = [];
  const changes = new EventEmitter().setMaxListeners(0);
  return {
    all,
    keep(mail: Received): void {
      all.push(mail);
      changes.emit("change");
    },
    watch(listener: () => void): () => void {
      changes.on("change", listener);
      return () => void changes.off("change", listener);
    },
  };
}
