import type { ServerResponse } from "node:http";
import { z } from "zod";
import { plainRules } from "../misbehaviour-shape.ts";
import { answerJson, type Controls } from "../serve-control.ts";
import { eventNames, type MailEvent } from "./events/event.ts";
import type { Which } from "./mailboxes.ts";
import type { Rule } from "./misbehaviour.ts";
import type { StandInSendGrid } from "./stand-in-sendgrid.ts";

/** More than anybody scrolls through. */
const mostOnPage = 200;

/** What the page shows: the newest first, of one mailbox if it is asked for one. */
export function serveState(sendgrid: StandInSendGrid, url: URL, response: ServerResponse): void {
  const mails = sendgrid.mails(url.searchParams.get("mailbox") ?? undefined).reverse();
  answerJson(response, 200, {
    mailboxes: sendgrid.mailboxes(),
    older: Math.max(0, mails.length - mostOnPage),
    mails: mails.slice(0, mostOnPage).map(({ request: _, ...mail }) => mail),
  });
}

const how = {
  duplicate: z.boolean().optional(),
  delayMs: z.number().optional(),
  signing: z
    .union([
      z.enum(["good", "missing", "no_timestamp", "wrong_key", "of_another_body", "of_another_time", "malformed"]),
      z.strictObject({ msAgo: z.number() }),
    ])
    .optional(),
};

const happening = { ...how, fields: z.record(z.string(), z.unknown()).optional() };
const which = { id: z.string().optional(), to: z.string().optional() };
const happened = z.strictObject({ ...which, ...happening });
const anyHappened = z.strictObject({ event: z.enum(eventNames), ...which, ...happening });

const event: z.ZodType<MailEvent> = z.looseObject({
  event: z.enum(eventNames),
  email: z.string(),
  timestamp: z.number(),
  sg_event_id: z.string(),
});
const posting = z.strictObject({ events: z.tuple([event], event), ...how });

const address = z.strictObject({ address: z.string() });
const fated = z.strictObject({
  address: z.string(),
  fate: z.enum(["delivered", "bounce", "blocked", "deferred", "dropped", "nothing"]),
});
const mail = z.strictObject({ id: z.string() });
const link = z.strictObject({ id: z.string(), url: z.string() });
const listener = z.strictObject({ url: z.string().optional() });
const automatic = z.strictObject({ on: z.boolean() });
const senders = z.strictObject({ addresses: z.array(z.string()).optional() });

const { when, plain } = plainRules(eventNames);

const rule: z.ZodType<Rule> = z.union([
  ...plain,
  z.strictObject({
    ...when,
    how: z.literal("refuse"),
    status: z.number(),
    message: z.string().optional(),
    field: z.string().nullable().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
]);

export const controls: Controls<StandInSendGrid> = {
  misbehave: (sendgrid, body) => sendgrid.misbehave(rule.parse(body)),
  behave: (sendgrid) => sendgrid.behave(),
  revoke: (sendgrid) => sendgrid.revoke(),
  verifySenders: (sendgrid, body) => sendgrid.verifySenders(senders.parse(body).addresses),
  events: (sendgrid, body) => sendgrid.sendEventsTo(listener.parse(body).url),
  automaticEvents: (sendgrid, body) => sendgrid.setAutomaticEvents(automatic.parse(body).on),
  happens: (sendgrid, body) => {
    const { event: name, id, to, ...rest } = anyHappened.parse(body);
    return sendgrid.happens(name, oneOf(id, to), rest);
  },
  bounce: (sendgrid, body) => {
    const { id, to, ...rest } = happened.parse(body);
    return sendgrid.bounce(oneOf(id, to), rest);
  },
  block: (sendgrid, body) => {
    const { id, to, ...rest } = happened.parse(body);
    return sendgrid.block(oneOf(id, to), rest);
  },
  reportSpam: (sendgrid, body) => {
    const { id, to, ...rest } = happened.parse(body);
    return sendgrid.reportSpam(oneOf(id, to), rest);
  },
  unsubscribe: (sendgrid, body) => {
    const { id, to, ...rest } = happened.parse(body);
    return sendgrid.unsubscribe(oneOf(id, to), rest);
  },
  postEvents: (sendgrid, body) => {
    const { events, ...rest } = posting.parse(body);
    return sendgrid.postEvents(events, rest);
  },
  fate: (sendgrid, body) => {
    const given = fated.parse(body);
    return sendgrid.setFate(given.address, given.fate);
  },
  lift: (sendgrid, body) => sendgrid.lift(address.parse(body).address),
  read: (sendgrid, body) => sendgrid.read(mail.parse(body).id),
  follow: (sendgrid, body) => {
    const given = link.parse(body);
    return sendgrid.follow(given.id, given.url);
  },
};

function oneOf(id: string | undefined, to: string | undefined): Which {
  if (id !== undefined) return { id };
  if (to !== undefined) return { to };
  throw new Error("Say which mail: by its id, or the newest to an address.");
}
