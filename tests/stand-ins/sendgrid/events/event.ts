import { randomBytes } from "node:crypto";
import type { Mail } from "../mail.ts";

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event */
export const eventNames = [
  "processed",
  "delivered",
  "deferred",
  "dropped",
  "bounce",
  "open",
  "click",
  "spamreport",
  "unsubscribe",
  "group_unsubscribe",
  "group_resubscribe",
] as const;

export type EventName = (typeof eventNames)[number];

export interface MailEvent {
  readonly event: EventName;
  readonly email: string;
  /** Whole seconds. */
  readonly timestamp: number;
  readonly sg_event_id: string;
  readonly [field: string]: unknown;
}

/** One event as SendGrid tells it. `fields` are laid over it; undefined takes one away. */
export function eventOf(mail: Mail, event: EventName, email: string, fields: Record<string, unknown> = {}): MailEvent {
  return {
    // Custom arguments stand beside the rest, and give way to it.
    ...mail.customArgs,
    email,
    timestamp: Math.floor(Date.now() / 1000),
    "smtp-id": `<${mail.messageId}@geopod-ismtpd-0>`,
    event,
    ...(mail.categories.length > 0 && { category: [...mail.categories] }),
    sg_event_id: randomBytes(24).toString("base64url"),
    sg_message_id: `${mail.messageId}.recvd-stand-in-${mail.id.slice(mail.messageId.length + 1)}.0`,
    ...usual[event],
    ...fields,
  };
}

const client = { ip: "192.0.2.7", useragent: "Mozilla/5.0 (stand-in)" };
const reader = { ...client, url: "https://sendgrid.example/unsubscribe", asm_group_id: 10 };

const usual: Partial<Record<EventName, Record<string, unknown>>> = {
  delivered: { response: "250 2.0.0 OK", tls: 1 },
  deferred: { response: "451 4.7.1 Please try again later", attempt: "1" },
  dropped: { reason: "Bounced Address", status: "5.0.0" },
  bounce: {
    reason: "550 5.1.1 The email account that you tried to reach does not exist.",
    status: "5.1.1",
    type: "bounce",
    bounce_classification: "Invalid Address",
  },
  open: { ...client, sg_machine_open: false },
  click: { ...client, url_offset: { index: 0, type: "text" } },
  group_unsubscribe: reader,
  group_resubscribe: reader,
};

/** A soft bounce: the mailbox is full, away or busy, and the address goes on to be good. */
export const blocked = {
  reason: "452 4.2.2 The email account that you tried to reach is over quota.",
  status: "4.2.2",
  type: "blocked",
  bounce_classification: "Mailbox Unavailable",
};
