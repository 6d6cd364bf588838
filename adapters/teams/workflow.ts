import { createHash } from "node:crypto";
import {
  type AdapterContext,
  type Delivery,
  isOfConversation,
  type NewConnection,
  type Outcome,
} from "../../core/index.ts";
import { announcement } from "./announcement.ts";
import { bareCard, card } from "./card.ts";
import type { Sent } from "./connector.ts";
import { doubtMs, keptBack } from "./kept-back.ts";
import { adapterName, workflows } from "./refs.ts";
import { escaped } from "./text.ts";

/** The URL is a secret, so that everywhere else it goes by this name. */
export function addressOf(url: string): string {
  return `workflow-${createHash("sha256").update(url).digest("hex").slice(0, 16)}`;
}

export function workflowConnection(url: string): NewConnection {
  return {
    adapter: adapterName,
    account: workflows,
    address: addressOf(url),
    chatbot: null,
    label: "the Workflows webhook",
    relayMode: "alerts_only",
  };
}

/** Notify-only: a card when somebody asks for a human, another one when it is over. Nothing comes back, nothing is edited. */
export function createDeliverToWorkflow(
  url: string | null,
  { publicUrl, log }: Pick<AdapterContext, "publicUrl" | "log">,
) {
  return async (delivery: Delivery, signal: AbortSignal): Promise<Outcome> => {
    if (!url || addressOf(url) !== delivery.destination.address) {
      return refused(
        "TEAMS_WORKFLOW_URL is no longer that of this Workflows webhook. Set it again, or disconnect the webhook.",
      );
    }
    const [first, ...smaller] = whatToSay(delivery);
    if (!first) return { kind: "rejected", reason: `A Workflows webhook has no words for ${delivery.event.type}.` };
    if (signal.aborted) return keptBack(delivery, "Deskbell was just stopping", 0);
    let outcome = await send(url, first(), delivery, signal);
    for (const draft of smaller) {
      if (outcome.kind !== "rejected") break;
      log.warn({ delivery: delivery.id, reason: outcome.reason }, "Teams: a message was refused; it is sent with less");
      outcome = await send(url, draft(), delivery, signal);
    }
    return outcome;
  };

  async function send(url: string, sent: Sent, delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    try {
      const answer = await fetch(url, {
        method: "POST",
        redirect: "manual",
        signal,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          type: "message",
          attachments: (sent.attachments ?? []).map((each) => ({ ...each, contentUrl: null })),
        }),
      });
      await answer.body?.cancel();
      return outcomeOf(answer, delivery);
    } catch (error) {
      return ofNetwork(error, delivery);
    }
  }

  /** The fullest first: each next one is tried when the one before it was refused. */
  function whatToSay({ event, notice, uncertainSince }: Delivery): readonly (() => Sent)[] {
    if (!isOfConversation(event))
      return event.type === "chatbot.endpoint_tested" ? [] : [() => asCard(announcement(event, publicUrl))];
    if (!notice) return [];
    const look = { withoutButtons: true, again: uncertainSince !== null };
    return [
      () => card(notice, look),
      () => card(notice, { ...look, brief: true }),
      () => asCard(bareCard(notice, look)),
    ];
  }

  /** It takes cards only. */
  function asCard({ text = "", summary = "" }: Sent): Sent {
    const body = text.split("\n").map((said) => ({ type: "TextBlock", text: escaped(said, 2000), wrap: true }));
    return {
      type: "message",
      summary,
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          content: { type: "AdaptiveCard", version: "1.5", body },
        },
      ],
    };
  }
}

/** 202 means that the flow took it, not that it was posted. */
function outcomeOf({ status, ok, headers }: Response, delivery: Delivery): Outcome {
  if (ok) return { kind: "delivered" };
  const seconds = Number(headers.get("retry-after"));
  if (status === 429) {
    const afterMs = (Number.isFinite(seconds) && seconds > 0 ? seconds : 30) * 1000;
    return keptBack(delivery, "The Workflows webhook asked to slow down", afterMs);
  }
  if (status === 408 || status >= 500)
    return { kind: "ambiguous", reason: `The Workflows webhook answered with HTTP ${status}`, lookAfterMs: doubtMs };
  if (status < 400 || [401, 403, 404, 410].includes(status)) {
    return refused(
      "The Workflows webhook no longer takes messages: the flow was deleted or turned off, or whoever owned it left. Create it anew in Teams → the channel → Workflows, put its address into TEAMS_WORKFLOW_URL and restart Deskbell; what waits is then posted.",
    );
  }
  return { kind: "rejected", reason: `The Workflows webhook refused it with HTTP ${status}` };
}

function ofNetwork(error: unknown, delivery: Delivery): Outcome {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : null;
  const code = cause && "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT|TLS/.test(code)
    ? keptBack(delivery, `The Workflows webhook cannot be reached (${code})`)
    : {
        kind: "ambiguous",
        reason: `The connection to the Workflows webhook broke off (${code || "no answer"})`,
        lookAfterMs: doubtMs,
      };
}

function refused(reason: string): Outcome {
  return { kind: "refused", scope: "address", reason };
}
