import type { KeyObject } from "node:crypto";
import type { RequestHandler } from "express";
import { z } from "zod";
import { type DeliveryId, type EscalationDesk, emailKey, type Suppression } from "../../core/index.ts";
import { inOneLine } from "./lines.ts";
import { adapterName, type Way } from "./refs.ts";
import { isFromSendGrid } from "./verify-event.ts";

export type EventsRoute = RequestHandler;

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event; each says more than we look at. */
const MailEvent = z.object({
  event: z.string(),
  email: z.string().max(320),
  /** Our custom argument: other senders of the same account have none, or another. */
  delivery_id: z.string().max(100),
  sg_message_id: z.string().max(500).default(""),
  type: z.string().optional(),
  reason: z.string().optional(),
});
type MailEvent = z.infer<typeof MailEvent>;

interface Wiring {
  readonly desk: Pick<EscalationDesk, "confirm" | "arrived" | "suppress">;
  readonly key: KeyObject;
  readonly now: () => Date;
}

const account: Way = "sendgrid";

/** SendGrid's Event Webhook: what became of mail that it accepted. Comes more than once, and in any order. */
export function createEventsRoute({ desk, key, now }: Wiring): EventsRoute {
  return async (request, response) => {
    const raw: unknown = request.body;
    if (!Buffer.isBuffer(raw) || !isFromSendGrid(request.headers, raw, key, now())) {
      return void response
        .status(401)
        .type("application/problem+json")
        .send(JSON.stringify({ type: "about:blank", title: "Not signed by SendGrid", status: 401, detail: whatToDo }));
    }
    for (const event of eventsIn(raw)) await take(event);
    response.status(204).end();
  };

  async function take({ event, email, delivery_id, sg_message_id, type, reason = "" }: MailEvent): Promise<void> {
    const about = aboutAddress(event, type, reason);
    if (event !== "processed" && event !== "delivered" && !about) return;
    const destination = { account, address: emailKey(email) };
    const delivery = delivery_id as DeliveryId;
    // SendGrid speaks of it, so SendGrid has it.
    const isOurs = await desk.confirm(adapterName, destination, delivery, sg_message_id || delivery);
    if (!isOurs) return;
    if (event === "delivered") await desk.arrived(adapterName, destination, delivery);
    if (about) await desk.suppress(email, about, delivery);
  }
}

/** What it says of the address itself; null where it is about this mail, this moment or our account. */
function aboutAddress(event: string, type: string | undefined, reason: string): Suppression | null {
  const said = inOneLine(reason, 500);
  switch (event) {
    case "bounce":
      return type === "blocked" ? null : { kind: "bounced", reason: said };
    case "dropped":
      return /quota|smtpapi|spam content/i.test(reason) ? null : { kind: "dropped", reason: said };
    case "spamreport":
      return { kind: "reported_spam", reason: said };
    default:
      return null;
  }
}

function eventsIn(raw: Buffer): readonly MailEvent[] {
  const whole = parsed(raw.toString("utf8"));
  if (!Array.isArray(whole)) return [];
  return whole.flatMap((each: unknown) => {
    const read = MailEvent.safeParse(each);
    return read.success ? [read.data] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const whatToDo =
  "Turn on Signature Verification at https://app.sendgrid.com → Settings → Mail Settings → Event Webhook, and set SENDGRID_EVENT_PUBLIC_KEY to the key shown there. A request older than 5 minutes is refused, too.";
