import { assertNever, type Delivery, type Outcome, type Pace, type PostedRef } from "../../core/index.ts";
import type { Rendered } from "./card.ts";
import type { SlackClient } from "./client.ts";
import { type Failure, failureOf } from "./errors.ts";
import type { createLook } from "./look.ts";
import { plainWords } from "./plain-words.ts";
import { deliveryEvent, messageAt, refOf } from "./refs.ts";

export type Post = ReturnType<typeof createPost>;

interface Sending {
  readonly delivery: Delivery;
  readonly rendered: Rendered;
  /** What to send when Slack finds the first too long or malformed; without it, the bare text. */
  readonly brief?: Rendered;
  readonly thread: string | null;
  readonly signal: AbortSignal;
}

interface Editing extends Required<Pick<Sending, "delivery" | "rendered" | "brief" | "signal">> {
  readonly ref: PostedRef;
  readonly seq: number;
}

interface Wiring {
  readonly client: SlackClient;
  readonly look: ReturnType<typeof createLook>;
  readonly paceOfPosts: Pace;
  readonly paceOfEdits: Pace;
  /** What people call the channel: "#support". */
  readonly labelOf: (channel: string) => Promise<string>;
  readonly shown: (ref: PostedRef, seq: number) => void;
}

/** Posts and edits, and says what became of it. */
export function createPost({ client, look, paceOfPosts, paceOfEdits, labelOf, shown }: Wiring) {
  /** A new message; one that may have arrived before is looked for first. */
  async function send(sending: Sending): Promise<Outcome> {
    const { delivery, thread, signal } = sending;
    const channel = delivery.destination.address;
    if (delivery.uncertainSince) {
      const seen = await look(delivery, delivery.uncertainSince, thread, signal);
      if (seen.kind === "found") return { kind: "delivered", posted: seen.posted };
      if (seen.kind === "outcome") return seen.outcome;
      if (seen.kind === "failed") return outcomeOf(failureOf(seen.error), channel);
    }
    const wait = await paceOfPosts(channel, signal);
    if (wait > 0) return politely(wait, "address");
    const posted = await tried(() => postMessage(sending, sending.rendered));
    const settled = isUnfit(posted) ? await tried(() => postMessage(sending, sending.brief ?? bare(sending))) : posted;
    if (settled.failure) return outcomeOf(settled.failure, channel);
    return { kind: "delivered", posted: refOf(channel, settled.ts) };
  }

  /** Edits in place, which may be repeated freely. "gone": there is nothing left to edit. */
  async function edit({ delivery, ref, rendered, brief, seq, signal }: Editing): Promise<Outcome | "gone"> {
    const wait = await paceOfEdits(delivery.destination.account, signal);
    if (wait > 0) return politely(wait, "account");
    shown(ref, seq);
    const edited = await tried(() => update(client, ref, rendered, signal));
    const { failure } = isUnfit(edited) ? await tried(() => update(client, ref, brief, signal)) : edited;
    if (!failure) return { kind: "delivered", posted: ref };
    if (failure.kind === "gone") return "gone";
    if (failure.kind === "ambiguous") return { kind: "retry", reason: failure.reason };
    const outcome = await outcomeOf(failure, delivery.destination.address);
    return outcome.kind === "retry" && outcome.scope ? { ...outcome, scope: "account" } : outcome;
  }

  async function postMessage({ delivery, thread, signal }: Sending, { text, blocks }: Rendered): Promise<string> {
    const answer = await client.call(
      "chat.postMessage",
      {
        channel: delivery.destination.address,
        text,
        ...(blocks.length > 0 && { blocks }),
        ...(thread && { thread_ts: thread }),
        metadata: { event_type: deliveryEvent, event_payload: { delivery_id: delivery.id } },
        unfurl_links: false,
        unfurl_media: false,
        link_names: false,
        parse: "none",
      },
      signal,
    );
    if (!answer.ts) throw new TypeError("Slack did not say which message it posted");
    return answer.ts;
  }

  async function outcomeOf(failure: Failure, channel: string): Promise<Outcome> {
    switch (failure.kind) {
      case "retry":
        return failure.afterMs === undefined ? failure : { ...failure, scope: "address" };
      case "ambiguous":
        return { ...failure, lookAfterMs: 2000 };
      case "unfit":
      case "gone":
        return { kind: "rejected", reason: failure.reason };
      case "refused":
        return { kind: "refused", scope: failure.scope, reason: plainWords(failure.code, await labelOf(channel)) };
      case "rejected":
        return failure;
      default:
        return assertNever(failure);
    }
  }

  return { send, edit };
}

/** Always blocks and text together: text alone would delete the blocks, buttons and all. */
export async function update(client: SlackClient, ref: PostedRef, { text, blocks }: Rendered, signal: AbortSignal) {
  const { channel, ts } = messageAt(ref);
  await client.call("chat.update", { channel, ts, text, blocks, parse: "none", link_names: false }, signal);
  return ts;
}

type Tried = { readonly ts: string; readonly failure?: never } | { readonly failure: Failure };

async function tried(attempt: () => Promise<string>): Promise<Tried> {
  try {
    return { ts: await attempt() };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

function isUnfit({ failure }: Tried): boolean {
  return failure?.kind === "unfit";
}

function bare({ rendered }: Sending): Rendered {
  return { text: rendered.text, blocks: [] };
}

function politely(afterMs: number, scope: "address" | "account"): Outcome {
  return { kind: "retry", reason: "Keeping to the pace that Slack allows", afterMs, scope };
}
