import type { Journal } from "../journal.ts";
import type { DeliveryOptions, Outcome } from "./events/callback.ts";
import type { EventDeliveries } from "./events/deliver.ts";
import { blocked, type EventName, eventOf, type MailEvent } from "./events/event.ts";
import type { Mail } from "./mail.ts";
import { type Mailboxes, mailboxOf, recipientsOf, type Suppression, type Which } from "./mailboxes.ts";

/** What becomes of mail to an address by itself, once it is accepted. */
export type Fate = "delivered" | "bounce" | "blocked" | "deferred" | "dropped" | "nothing";

export interface Happening extends DeliveryOptions {
  /** Laid over the event before it is posted; undefined takes a field away. */
  fields?: Record<string, unknown> | undefined;
}

interface Stage {
  readonly mailboxes: Mailboxes;
  readonly deliveries: EventDeliveries;
  readonly journal: Journal;
}

/** What becomes of mail after SendGrid has accepted it, and who is told. */
export function mailLife({ mailboxes, deliveries, journal }: Stage, automatic: boolean) {
  const fates = new Map<string, Fate>();
  let isAutomatic = automatic;

  function accepted(mail: Mail): void {
    if (!isAutomatic) return;
    const [first, ...more] = recipientsOf(mail).flatMap(({ email }) => firstEvents(mail, email));
    if (first !== undefined) void tell(mail, [first, ...more]);
  }

  function firstEvents(mail: Mail, email: string): MailEvent[] {
    const why = mailboxes.suppression(email);
    if (why !== undefined) return [eventOf(mail, "dropped", email, { reason: why })];
    const processed = eventOf(mail, "processed", email);
    switch (fates.get(email.toLowerCase()) ?? "delivered") {
      case "delivered":
        return [processed, eventOf(mail, "delivered", email)];
      case "bounce":
        mailboxes.suppress(email, "Bounced Address");
        return [processed, eventOf(mail, "bounce", email)];
      case "blocked":
        return [processed, eventOf(mail, "bounce", email, blocked)];
      case "deferred":
        return [processed, eventOf(mail, "deferred", email)];
      case "dropped":
        return [eventOf(mail, "dropped", email, { reason: "Invalid" })];
      case "nothing":
        return [];
    }
  }

  /** Something happens to a mail that was accepted. */
  function happens(event: EventName, which: Which, { fields, ...how }: Happening = {}): Promise<Outcome> {
    const mail = mailboxes.existing(which);
    const email = "to" in which ? which.to : (mail.to[0]?.email ?? "");
    const told = eventOf(mail, event, email, fields);
    const why = suppressing(told);
    if (why !== undefined) mailboxes.suppress(email, why);
    return tell(mail, [told], how);
  }

  function tell(mail: Mail, events: readonly [MailEvent, ...MailEvent[]], how?: DeliveryOptions): Promise<Outcome> {
    for (const event of events) {
      mailboxes.told(mail, event);
      const { event: what, reason, sg_event_id } = event;
      journal.write({ did: "event", event: what, to: event.email, id: mail.id, reason, sg_event_id });
    }
    return deliveries.post(events, how);
  }

  return {
    accepted,
    happens,
    /** A hard bounce: nothing is delivered there until that is lifted. */
    bounce: (which: Which, how?: Happening) => happens("bounce", which, how),
    /** A soft bounce. */
    block: (which: Which, { fields, ...how }: Happening = {}) =>
      happens("bounce", which, { fields: { ...blocked, ...fields }, ...how }),
    reportSpam: (which: Which, how?: Happening) => happens("spamreport", which, how),
    unsubscribe: (which: Which, how?: Happening) => happens("unsubscribe", which, how),
    /** An event of this mail, told to nobody yet. */
    eventOf: (event: EventName, which: Which, fields?: Record<string, unknown>): MailEvent => {
      const mail = mailboxes.existing(which);
      return eventOf(mail, event, "to" in which ? which.to : mailboxOf(mail), fields);
    },
    /** Any events, in any order, in one POST. */
    postEvents: (events: readonly [MailEvent, ...MailEvent[]], how?: DeliveryOptions): Promise<Outcome> =>
      deliveries.post(events, how),
    setFate: (address: string, fate: Fate): void => void fates.set(address.toLowerCase(), fate),
    /** Whether mails have their fate at once; false leaves it all to the test. */
    setAutomaticEvents: (on: boolean): void => {
      isAutomatic = on;
    },
    /** SendGrid delivers to it again. */
    lift: (address: string): void => {
      mailboxes.lift(address);
      fates.delete(address.toLowerCase());
    },
  };
}

function suppressing({ event, type }: MailEvent): Suppression | undefined {
  if (event === "bounce") return type === "blocked" ? undefined : "Bounced Address";
  if (event === "spamreport") return "Spam Reporting Address";
  return event === "unsubscribe" ? "Unsubscribed Address" : undefined;
}
