import { setMaxListeners } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { Misbehaviour } from "../misbehaviour.ts";
import type { Settings } from "../settings.ts";
import type { Callback, Delivery, DeliveryOptions, Outcome } from "./callback.ts";
import { postCallback } from "./post-callback.ts";
import { signatureHeaders } from "./signature.ts";
import type { SocketMode } from "./socket-mode.ts";

interface Wires {
  readonly settings: Settings;
  readonly sockets: SocketMode;
  readonly misbehaviour: Misbehaviour;
  readonly callbacksUrl: () => string | undefined;
}

export type Deliveries = ReturnType<typeof createDeliveries>;

/** Sends callbacks to whoever listens: Socket Mode while a connection is up, otherwise the callbacks URL. */
export function createDeliveries({ settings, sockets, misbehaviour, callbacksUrl }: Wires) {
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const record: Delivery[] = [];
  const underWay = new Set<Promise<unknown>>();

  /** Resolves with the first copy's last outcome. Events are retried as Slack does; presses and commands are not. */
  async function deliver(callback: Callback, options: DeliveryOptions = {}): Promise<Outcome> {
    const misdeed = misbehaviour.forCallback(callback.kind, callback.channel);
    const delay = (options.delayMs ?? 0) + (misdeed?.how === "deliver_late" ? misdeed.ms : 0);
    const copies = options.duplicate || misdeed?.how === "deliver_twice" ? 2 : 1;
    const sends = Array.from({ length: copies }, () => track(deliverCopy(callback, delay, options)));
    const [first] = await Promise.all(sends);
    return first ?? unheard;
  }

  async function deliverCopy(callback: Callback, delayMs: number, options: DeliveryOptions): Promise<Outcome> {
    const delivery: Delivery = { callback, attempts: [] };
    record.push(delivery);
    const waits = callback.kind === "event" ? [delayMs, ...settings.eventRetryDelaysMs] : [delayMs];
    let last = unheard;
    for (const [attempt, before] of waits.entries()) {
      if (before > 0) await wait(before, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) break;
      last = await send(callback, attempt, last, options);
      delivery.attempts.push(last);
      if (callback.kind !== "event" || last.status === 200 || last.noRetry) break;
    }
    return last;
  }

  async function send(callback: Callback, attempt: number, last: Outcome, options: DeliveryOptions): Promise<Outcome> {
    const reason = last.status === null ? "http_timeout" : "http_error";
    if (sockets.connected()) return sockets.send(callback, attempt, attempt > 0 ? "timeout" : "");
    const url = callbacksUrl();
    if (url === undefined) return unheard;
    return postCallback({
      url,
      body: callback.body,
      headers: {
        "content-type": callback.contentType,
        ...signatureHeaders(settings.signingSecret, callback.body, options.signing),
        ...(attempt > 0 && { "x-slack-retry-num": String(attempt), "x-slack-retry-reason": reason }),
      },
      tooLongMs: settings.callbackTimeoutMs,
      // An event is dropped when its time is up. For a press it is worth knowing what came in the end.
      patienceMs: settings.callbackTimeoutMs * (callback.kind === "event" ? 1 : 3),
      signal: stopping.signal,
    });
  }

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  }

  return {
    deliver,
    record,
    /** Resolves when nothing is under way, waits before retries included. */
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    stop: () => stopping.abort(),
  };
}

const unheard: Outcome = {
  via: "nobody",
  status: null,
  body: "",
  tookMs: 0,
  tookTooLong: false,
  error: "Nobody listens: no Socket Mode connection is up and no callbacks URL is set.",
};
