import { type Attempt, createDeliveries, unheard } from "../../deliver.ts";
import { postCallback } from "../../post-callback.ts";
import type { Misbehaviour } from "../misbehaviour.ts";
import type { Settings } from "../settings.ts";
import type { Callback, DeliveryOptions, Outcome } from "./callback.ts";
import type { MailEvent } from "./event.ts";
import type { EventKey } from "./signing.ts";

interface Wires {
  readonly settings: Settings;
  readonly misbehaviour: Misbehaviour;
  readonly key: EventKey;
  readonly eventsUrl: () => string | undefined;
}

export type EventDeliveries = ReturnType<typeof eventDeliveries>;

/** POSTs signed events. What was not answered with 2xx comes again, with the same ids. */
export function eventDeliveries({ settings, misbehaviour, key, eventsUrl }: Wires) {
  const { deliver, ...rest } = createDeliveries<Callback, DeliveryOptions>({
    misdeedFor: ({ kind, channel }) => misbehaviour.forCallback(kind, channel),
    retryDelaysMs: () => settings.eventRetryDelaysMs,
    isHeard: ({ via, status }) => via === "nobody" || (status !== null && status >= 200 && status < 300),
    send,
  });

  async function send({ body }: Callback, { signal }: Attempt, { signing }: DeliveryOptions): Promise<Outcome> {
    const url = eventsUrl();
    if (url === undefined) return { ...unheard, error: "Nobody listens: no events URL is set." };
    const { outcome } = await postCallback({
      url,
      body,
      headers: {
        "content-type": "application/json",
        "user-agent": "SendGrid Event API",
        ...key.headersFor(body, signing),
      },
      tooLongMs: settings.eventTimeoutMs,
      patienceMs: settings.eventTimeoutMs,
      signal,
    });
    return outcome;
  }

  return {
    ...rest,
    post(events: readonly [MailEvent, ...MailEvent[]], how: DeliveryOptions = {}): Promise<Outcome> {
      const [{ event, email }] = events;
      // The line break at the end belongs to what is signed.
      const body = `${JSON.stringify(events)}\r\n`;
      return deliver({ kind: event, channel: String(email).toLowerCase(), events, body }, how);
    },
  };
}
