import type { Adapter, Delivery, Outcome } from "../../core/index.ts";
import { headerName, type MailAddress, sendable } from "./address.ts";
import { untilNextLook } from "./doubt.ts";
import { FrozenMail } from "./frozen-mail.ts";
import { mailHeaders, messageId } from "./headers.ts";
import type { Transport } from "./transport.ts";

interface DeliverParts {
  /** null: there is only the mailbox on this machine, which shows what is planned. */
  readonly transport: Transport | null;
  readonly from: MailAddress;
  /** SendGrid tells of mail that it has. */
  readonly tellsOfMail: boolean;
  readonly now: () => Date;
}

/** One mail, to one address. */
export function createDeliver({ transport, from, tellsOfMail, now }: DeliverParts): Adapter["deliver"] {
  return async (delivery, signal) => {
    const { posted, event, id, uncertainSince } = delivery;
    // SendGrid's own receipt came before its answer.
    if (posted.message) return { kind: "delivered", posted: posted.message };
    if (delivery.body === undefined) return { kind: "rejected", reason: "A mail is written when it is planned." };
    if (!transport)
      return { kind: "delivered", unseen: true, note: "Kept in the mailbox on this machine, where nobody looks" };

    const mail = FrozenMail.parse(JSON.parse(delivery.body));
    const email = sendable(mail.to.email);
    if (email === null)
      return {
        kind: "rejected",
        reason: `Mail cannot be sent to ${mail.to.email}: it has letters that no mail server takes.`,
      };
    const wait = uncertainSince ? untilNextLook(tellsOfMail, now().getTime() - uncertainSince.getTime()) : 0;
    if (wait > 0)
      return {
        kind: "ambiguous",
        reason: "It may have arrived, and may still be told of",
        after: "looked",
        lookAfterMs: wait,
      };
    if (signal.aborted) return notTried(delivery);
    return transport.send(
      {
        delivery: id,
        listedAs: delivery.destination.address,
        from,
        to: { email, name: headerName(mail.to.name) },
        subject: mail.subject,
        text: mail.text,
        messageId: messageId({ delivery: id, from: from.email }),
        headers: mailHeaders({ delivery: id, event, from: from.email, unsubscribe: mail.unsubscribe }),
        date: event.occurredAt,
      },
      signal,
    );
  };
}

function notTried({ uncertainSince }: Delivery): Outcome {
  const reason = "There was no time left to send it.";
  return uncertainSince ? { kind: "ambiguous", reason, after: "unable" } : { kind: "retry", reason };
}
