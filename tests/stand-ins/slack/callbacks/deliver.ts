import { type Attempt, createDeliveries, unheard } from "../../deliver.ts";
import { postCallback } from "../../post-callback.ts";
import type { Misbehaviour } from "../misbehaviour.ts";
import type { Settings } from "../settings.ts";
import type { Callback, DeliveryOptions, Outcome } from "./callback.ts";
import { signatureHeaders } from "./signature.ts";
import type { SocketMode } from "./socket-mode.ts";

interface Wires {
  readonly settings: Settings;
  readonly sockets: SocketMode;
  readonly misbehaviour: Misbehaviour;
  readonly callbacksUrl: () => string | undefined;
}

export type Deliveries = ReturnType<typeof slackDeliveries>;

/** Over Socket Mode while a connection is up, otherwise to the callbacks URL. Only events are sent again. */
export function slackDeliveries({ settings, sockets, misbehaviour, callbacksUrl }: Wires) {
  const { deliver, ...rest } = createDeliveries<Callback, DeliveryOptions>({
    misdeedFor: ({ kind, channel }) => misbehaviour.forCallback(kind, channel),
    retryDelaysMs: ({ kind }) => (kind === "event" ? settings.eventRetryDelaysMs : []),
    isHeard: ({ status, noRetry }) => status === 200 || noRetry === true,
    send,
  });

  async function send(callback: Callback, { number, last, signal }: Attempt, how: DeliveryOptions): Promise<Outcome> {
    if (sockets.connected()) return sockets.send(callback, number, number > 0 ? "timeout" : "");
    const url = callbacksUrl();
    if (url === undefined)
      return { ...unheard, error: "Nobody listens: no Socket Mode connection is up and no callbacks URL is set." };
    const reason = last.status === null ? "http_timeout" : "http_error";
    const { outcome, headers } = await postCallback({
      url,
      body: callback.body,
      headers: {
        "content-type": callback.contentType,
        "user-agent": "Slackbot 1.0 (stand-in)",
        ...signatureHeaders(settings.signingSecret, callback.body, how.signing),
        ...(number > 0 && { "x-slack-retry-num": String(number), "x-slack-retry-reason": reason }),
      },
      tooLongMs: settings.callbackTimeoutMs,
      // An event is dropped when its time is up. For a press it is worth knowing what came in the end.
      patienceMs: settings.callbackTimeoutMs * (callback.kind === "event" ? 1 : 3),
      signal,
    });
    return headers["x-slack-no-retry"] === "1" ? { ...outcome, noRetry: true } : outcome;
  }

  return { ...rest, deliver: (callback: Callback, how: DeliveryOptions = {}) => deliver(callback, how) };
}
