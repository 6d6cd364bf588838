import { createServer } from "node:http";
import { closeServer } from "../close-server.ts";
import { openJournal } from "../journal.ts";
import { listenOn } from "../listen-on.ts";
import { until } from "../until.ts";
import { createAccess } from "./api/access.ts";
import { type Call, serveApi } from "./api/serve-api.ts";
import type { Delivery, DeliveryOptions, Outcome } from "./events/callback.ts";
import { eventDeliveries } from "./events/deliver.ts";
import { createEventKey } from "./events/signing.ts";
import { mailLife } from "./mail-life.ts";
import { createMailboxes } from "./mailboxes.ts";
import { createSendGridMisbehaviour } from "./misbehaviour.ts";
import { serveStandIn } from "./serve-stand-in.ts";
import { type StandInSendGridOptions, settle } from "./settings.ts";

export type { Call, Delivery, DeliveryOptions, Outcome };
export type StandInSendGrid = Awaited<ReturnType<typeof startStandInSendGrid>>;

/** A SendGrid of our own on 127.0.0.1: mail is checked, kept and shown, its fate told in signed events; bad days on demand. */
export async function startStandInSendGrid(options: StandInSendGridOptions = {}) {
  const settings = settle(options);
  const mailboxes = createMailboxes();
  const misbehaviour = createSendGridMisbehaviour();
  const access = createAccess(settings.apiKey, options.verifiedSenders);
  const key = createEventKey(options.signingKey);
  const journal = openJournal(options.journal);
  const calls: Call[] = [];
  let eventsUrl = options.eventsUrl;
  let url = "";

  const deliveries = eventDeliveries({ settings, misbehaviour, key, eventsUrl: () => eventsUrl });
  const { accepted, ...life } = mailLife({ mailboxes, deliveries, journal }, options.automaticEvents ?? true);

  const sendgrid = {
    /** Also SENDGRID_BASE_URL. */
    get url() {
      return url;
    },
    apiKey: settings.apiKey,
    /** SENDGRID_EVENT_PUBLIC_KEY. */
    publicKey: key.publicKey,
    signingKey: key.privateKey,

    /** Every mail accepted, oldest first; of one mailbox, if an address is given. */
    mails: mailboxes.mails,
    mailboxes: mailboxes.mailboxes,
    read: mailboxes.read,
    follow: mailboxes.follow,
    /** Every link that somebody clicked on the page. */
    followed: mailboxes.followed,

    ...life,
    /** undefined: nobody hears of anything. */
    sendEventsTo: (to: string | undefined): void => {
      eventsUrl = to;
    },

    misbehave: misbehaviour.misbehave,
    behave: misbehaviour.behave,
    /** From now on the key is refused. */
    revoke: access.revoke,
    verifySenders: access.verifySenders,

    /** Every call, also those that were never accepted. */
    calls,
    /** Every POST of events, with what came of each attempt. */
    deliveries: deliveries.record,
    /** Resolves once the condition holds; looks again at every change. */
    until: (condition: () => boolean, ms = 10_000) => until("The stand-in SendGrid", mailboxes.watch, condition, ms),
    /** Resolves when no events are under way. */
    settled: deliveries.settled,

    async stop(): Promise<void> {
      deliveries.stop();
      site.stop();
      await closeServer(server);
      await deliveries.settled();
      journal.close();
    },
  };

  const api = serveApi({ access, mailboxes, misbehaviour, journal, calls, accepted });
  const site = serveStandIn(() => sendgrid, { api, mailboxes });
  const server = createServer({ keepAliveTimeout: 60_000 }, site.serve);
  url = await listenOn(server, options.port ?? 0);
  return sendgrid;
}
