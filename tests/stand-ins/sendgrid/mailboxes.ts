import { EventEmitter } from "node:events";
import type { MailEvent } from "./events/event.ts";
import type { Address, Mail } from "./mail.ts";

export interface Change {
  did: "accepted" | "told" | "read" | "followed" | "suppressed" | "lifted";
  /** Whose mailbox: an address in lower case. */
  channel: string;
}

export interface Mailbox {
  readonly address: string;
  readonly name: string;
  readonly mails: number;
  /** Why SendGrid delivers nothing there any more. */
  readonly suppressed?: Suppression;
}

export type Suppression = "Bounced Address" | "Spam Reporting Address" | "Unsubscribed Address";

/** A link in a mail that somebody clicked. */
export interface Followed {
  readonly id: string;
  readonly url: string;
  /** The line that it stands on; if there is nothing else on it, the one above. */
  readonly words: string;
}

/** Which mail was found: by its id, or the newest to an address. */
export type Which = { readonly id: string } | { readonly to: string };
export type Mailboxes = ReturnType<typeof createMailboxes>;

/** Every mail that was accepted, and what became of it. Nothing is ever forgotten. */
export function createMailboxes() {
  const mails = new Map<string, Mail>();
  const suppressions = new Map<string, Suppression>();
  const followed: Followed[] = [];
  const changes = new EventEmitter<{ change: [Change] }>().setMaxListeners(0);
  const tell = (did: Change["did"], channel: string) => changes.emit("change", { did, channel });
  const tellOf = (did: Change["did"], mail: Mail) => tell(did, mailboxOf(mail));
  const mailsTo = (address: string) => [...mails.values()].filter((mail) => isTo(mail, address));

  function existing(which: Which): Mail {
    const found = "id" in which ? mails.get(which.id) : mailsTo(which.to).at(-1);
    if (found !== undefined) return found;
    throw new Error("id" in which ? `There is no mail ${which.id}.` : `There is no mail to ${which.to}.`);
  }

  function mailboxes(): Mailbox[] {
    const found = new Map<string, { name: string; mails: number }>();
    for (const mail of mails.values()) {
      for (const { email, name } of recipientsOf(mail)) {
        const address = email.toLowerCase();
        const known = found.get(address);
        found.set(address, { name: name ?? known?.name ?? "", mails: (known?.mails ?? 0) + 1 });
      }
    }
    return [...found].map(([address, box]) => {
      const suppressed = suppressions.get(address);
      return { address, ...box, ...(suppressed && { suppressed }) };
    });
  }

  return {
    mailboxes,
    accept(mail: Mail): void {
      mails.set(mail.id, mail);
      tellOf("accepted", mail);
    },
    told(mail: Mail, event: MailEvent): void {
      mail.events.push(event);
      tellOf("told", mail);
    },
    read(id: string): void {
      const mail = existing({ id });
      mail.read = true;
      tellOf("read", mail);
    },
    follow(id: string, url: string): void {
      const mail = existing({ id });
      const lines = mail.text.split("\n");
      const at = lines.findIndex((line) => line.includes(url));
      if (at < 0) throw new Error(`Mail ${id} has no link ${url}.`);
      const line = lines[at]?.trim() ?? "";
      followed.push({ id, url, words: line === url ? (lines[at - 1]?.trim() ?? "") : line });
      tellOf("followed", mail);
    },
    suppress(address: string, why: Suppression): void {
      suppressions.set(address.toLowerCase(), why);
      tell("suppressed", address.toLowerCase());
    },
    lift(address: string): void {
      suppressions.delete(address.toLowerCase());
      tell("lifted", address.toLowerCase());
    },
    suppression: (address: string): Suppression | undefined => suppressions.get(address.toLowerCase()),
    followed,
    existing,
    /** Oldest first; of one mailbox, if one is named. */
    mails: (to?: string): Mail[] => (to === undefined ? [...mails.values()] : mailsTo(to)),
    watch(listener: (change: Change) => void): () => void {
      changes.on("change", listener);
      return () => void changes.off("change", listener);
    },
  };
}

export function recipientsOf({ to, cc, bcc }: Pick<Mail, "to" | "cc" | "bcc">): readonly Address[] {
  return [...to, ...cc, ...bcc];
}

/** The mailbox that a mail is first of all for. */
export function mailboxOf({ to }: Pick<Mail, "to">): string {
  return to[0]?.email.toLowerCase() ?? "";
}

function isTo(mail: Mail, address: string): boolean {
  return recipientsOf(mail).some(({ email }) => email.toLowerCase() === address.toLowerCase());
}
