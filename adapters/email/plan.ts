import {
  type Adapter,
  assertNever,
  type Chatbot,
  type Conversation,
  type DeskEvent,
  emailKey,
  type Planned,
  type Recipient,
} from "../../core/index.ts";
import type { FrozenMail } from "./frozen-mail.ts";
import type { Links } from "./links.ts";
import { alertMail, digestMail, noticeMail } from "./message.ts";
import { adapterName } from "./refs.ts";

interface PlanParts {
  /** By which way it goes. */
  readonly account: string;
  readonly links: Links;
  readonly publicUrl: string;
}

/** Who is mailed what. The mail is written here and now, from the event, so that every attempt sends the same. */
export function createPlan({ account, links, publicUrl }: PlanParts): Adapter["plan"] {
  return (event, chatbot, conversation) =>
    mailsFor(event, chatbot, conversation).map(
      ({ recipient, write }): Planned => ({
        destination: { account, address: emailKey(recipient.email) },
        effect: "message",
        body: JSON.stringify(write({ chatbot, recipient, links, publicUrl })),
      }),
    );
}

interface Planning {
  readonly recipient: Recipient;
  readonly write: (written: Parameters<typeof noticeMail>[1]) => FrozenMail;
}

function mailsFor(event: DeskEvent, { recipients }: Chatbot, conversation: Conversation | null): readonly Planning[] {
  const everybody = recipients.filter(({ silence }) => silence === null);
  const owner = recipients.filter(({ isOwner }) => isOwner);
  // What is broken is told also to an owner who wants no alerts; only what cannot arrive is not sent.
  const reachableOwner = owner.filter(({ silence }) => silence !== "suppressed");
  const to = (whom: readonly Recipient[], write: Planning["write"]) => whom.map((recipient) => ({ recipient, write }));

  switch (event.type) {
    case "conversation.escalated":
      return event.digested || !conversation ? [] : to(everybody, (written) => alertMail(event, conversation, written));
    case "conversation.reopened":
      return event.by.surface !== "widget" || !conversation
        ? []
        : to(everybody, (written) => alertMail(event, conversation, written));
    case "conversation.unreached":
      return !conversation
        ? []
        : to(
            everybody.filter(({ isOwner }) => isOwner),
            (written) => alertMail(event, conversation, written),
          );
    case "chatbot.escalations_digested":
      return to(everybody, (written) => digestMail(event, written));
    case "chatbot.destination_paused":
      return isOfOwnersMail(event, owner) ? [] : to(reachableOwner, (written) => noticeMail(event, written));
    case "chatbot.recipient_silenced":
      return event.isOwner ? [] : to(reachableOwner, (written) => noticeMail(event, written));
    case "chatbot.endpoint_tested":
    case "conversation.started":
    case "conversation.claimed":
    case "conversation.resolved":
    case "message.received":
    case "message.answered":
    case "message.rated":
    case "assistant.failed":
      return [];
    default:
      return assertNever(event);
  }
}

/** Mail that does not go cannot tell of itself. */
function isOfOwnersMail(
  { adapter, scope, address }: Extract<DeskEvent, { type: "chatbot.destination_paused" }>,
  owner: readonly Recipient[],
): boolean {
  if (adapter !== adapterName) return false;
  return scope === "account" || owner.some(({ email }) => emailKey(email) === address);
}
