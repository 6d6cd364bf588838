import { assertNever, type Delivery, type Log, type Outcome, type Pace, type PostedRef } from "../../core/index.ts";
import type { Rendered } from "./card.ts";
import type { SlackClient } from "./client.ts";
import { type Failure, failureOf } from "./errors.ts";
import type { createLook } from "./look.ts";
import { plainWords } from "./plain-words.ts";
import { deliveryEvent, messageAt, refOf } from "./refs.ts";

export type Post = ReturnType<typeof createPost>;

interface Sending {
  readonly delivery: Delivery;
  /** The fullest first: each next one is tried when Slack refused the one before it. */
  readonly drafts: readonly [Rendered, ...Rendered[]];
  readonly signal: AbortSignal;
}

interface Editing extends Sending {
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
  readonly log: Log;
}

/** Posts and edits, and says what became of it. */
export function createPost({ client, look, paceOfPosts, paceOfEdits, labelOf, shown, log }: Wiring) {
  /** A new message in the channel. */
  async function send(sending: Sending): Promise<Outcome> {
    const sent = await transmit(sending, null);
    return "failure" in sent ? outcomeOf(sent.failure, sending.delivery.destination.address) : sent;
  }

  /** Under a card. "gone": nothing can be written there. */
  async function reply({ thread, ...sending }: Sending & { readonly thread: string }): Promise<Outcome | "gone"> {
    const sent = await transmit(sending, thread);
    if (!("failure" in sent)) return sent;
    return sent.failure.kind === "gone" ? "gone" : outcomeOf(sent.failure, sending.delivery.destination.address);
  }

  /** One that may have arrived before is looked for first. */
  async function transmit(sending: Sending, thread: string | null): Promise<Outcome | { readonly failure: Failure }> {
    const { delivery, drafts, signal } = sending;
    const channel = delivery.destination.address;
    if (delivery.uncertainSince) {
      const seen = await look(delivery, delivery.uncertainSince, thread, signal);
      if (seen.kind === "found") return { kind: "delivered", posted: seen.posted };
      if (seen.kind === "outcome") return seen.outcome;
      if (seen.kind === "failed") return { failure: failureOf(seen.error) };
    }
    const wait = await paceOfPosts(channel, signal);
    if (wait > 0) return politely(wait, "address");
    const sent = await withLess(delivery, drafts, (draft) => postMessage(sending, thread, draft));
    return sent.failure ? { failure: sent.failure } : { kind: "delivered", posted: refOf(channel, sent.ts) };
  }

  /** Edits in place, which may be repeated freely. "gone": there is nothing left to edit, or Slack lets nobody edit it. */
  async function edit({ delivery, ref, drafts, seq, signal }: Editing): Promise<Outcome | "gone"> {
    const wait = await paceOfEdits(delivery.destination.account, signal);
    if (wait > 0) return politely(wait, "account");
    shown(ref, seq);
    const { failure } = await withLess(delivery, drafts, (draft) => update(client, ref, draft, signal));
    if (!failure) return { kind: "delivered", posted: ref };
    if (failure.kind === "gone" || isOfMessage(failure)) return "gone";
    if (failure.kind === "ambiguous") return { kind: "retry", reason: failure.reason };
    const outcome = await outcomeOf(failure, delivery.destination.address);
    return outcome.kind === "retry" && outcome.scope ? { ...outcome, scope: "account" } : outcome;
  }

  /** What Slack refuses for what it is may be taken with less in it. */
  async function withLess(
    delivery: Delivery,
    [first, ...smaller]: Sending["drafts"],
    call: (draft: Rendered) => Promise<string>,
  ): Promise<Tried> {
    let made = await tried(() => call(first));
    for (const draft of smaller) {
      if (!made.failure || !isOfMessage(made.failure)) break;
      log.warn(
        { delivery: delivery.id, reason: made.failure.reason },
        "Slack: a message was refused; it is sent with less",
      );
      made = await tried(() => call(draft));
    }
    return made;
  }

  async function postMessage(
    { delivery, signal }: Sending,
    thread: string | null,
    { text, blocks }: Rendered,
  ): Promise<string> {
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

  return { send, reply, edit };
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

/** What is in it, or the one message at all: the channel and the token are well. */
function isOfMessage(failure: Failure): failure is Extract<Failure, { kind: "unfit" | "rejected" }> {
  return failure.kind === "unfit" || failure.kind === "rejected";
}

function politely(afterMs: number, scope: "address" | "account"): Outcome {
  return { kind: "retry", reason: "Keeping to the pace that Slack allows", afterMs, scope };
}
