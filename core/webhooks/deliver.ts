import type { Delivery, Log, Outcome } from "../adapter.ts";
import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { CompatibilityHeader } from "../domain/webhook-endpoint.ts";
import { wireIdOf } from "./event-id.ts";
import type { Guard, Obstacle } from "./guard/guard.ts";
import { comeBack, failed, outcomeOf, outcomeOfFailure } from "./outcome.ts";
import { type PostOptions, post } from "./post.ts";
import { compatibilityHeaders, signatureHeaders } from "./sign.ts";

/** What sending to an endpoint takes, as it is now. */
export interface EndpointSecrets {
  readonly url: string;
  /** Those that are valid just now, the newest first. */
  readonly secrets: readonly string[];
  readonly compatibility: CompatibilityHeader | null;
}

export interface DeliverParts {
  /** null: there is no such endpoint any more. `problem`: its secrets cannot be read, in words. */
  readonly secretsOf: (
    chatbotId: ChatbotId,
    endpointId: EndpointId,
  ) => Promise<EndpointSecrets | { readonly problem: string } | null>;
  readonly guard: Guard;
  readonly version: string;
  readonly now: () => Date;
  readonly log: Log;
  readonly connection?: PostOptions;
}

/** Sends the frozen body to its endpoint, signed anew at every attempt. */
export function createDeliver({ secretsOf, guard, version, now, log, connection }: DeliverParts) {
  return async (delivery: Delivery, signal: AbortSignal): Promise<Outcome> => {
    const { destination, body, event, attempt } = delivery;
    if (body === undefined) return { kind: "rejected", reason: "A webhook needs a body." };
    const endpoint = await secretsOf(event.chatbotId, destination.address as EndpointId);
    if (!endpoint) return { kind: "rejected", reason: "The endpoint was removed." };
    if ("problem" in endpoint) return failed(delivery, endpoint.problem, false);

    const started = performance.now();
    const route = await guard.find(endpoint.url, signal);
    if (signal.aborted) return cutShort(delivery, signal, "", false, started);
    if ("problem" in route) {
      log.warn({ endpoint: destination.address, obstacle: route.kind }, "a webhook was not sent");
      return outcomeOfObstacle(delivery, route);
    }
    const host = route.url.host;
    const bytes = Buffer.from(body);
    const answer = await post(
      route,
      {
        ...(endpoint.compatibility && compatibilityHeaders(endpoint.compatibility, bytes, endpoint.secrets)),
        ...signatureHeaders(wireIdOf(event.id), now(), bytes, endpoint.secrets),
        "webhook-attempt": String(attempt),
        "content-type": "application/json",
        "user-agent": `Deskbell/${version}`,
      },
      bytes,
      signal,
      connection,
    );
    if (answer.kind === "answered")
      return outcomeOf(answer, { delivery, host, body, secrets: endpoint.secrets, now: now() });
    return signal.aborted
      ? cutShort(delivery, signal, host, answer.sent, started)
      : outcomeOfFailure(answer, { delivery, host });
  };
}

/** A URL that is never sent to will not mend by itself; a name may lead elsewhere tomorrow. */
function outcomeOfObstacle(delivery: Delivery, { kind, problem }: Obstacle): Outcome {
  return kind === "url"
    ? { kind: "refused", scope: "address", reason: `The endpoint's URL is not sent to. ${problem}` }
    : failed(delivery, problem, false);
}

/** The attempt's time was up, or Deskbell's own is. */
function cutShort(delivery: Delivery, { reason }: AbortSignal, host: string, sent: boolean, started: number): Outcome {
  if (!(reason instanceof Error) || reason.name !== "TimeoutError") {
    return sent ? failed(delivery, "Deskbell stopped before it was answered.", true) : comeBack(delivery, stopping, 0);
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  const who = host === "" ? "The endpoint's name could not be looked up" : `${host} did not answer`;
  return failed(delivery, `${who} within ${seconds} seconds.`, sent);
}

const stopping = "Deskbell was just stopping.";
