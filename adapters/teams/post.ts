import { assertNever, type Delivery, type Log, type Outcome, type Pace, type PostedRef } from "../../core/index.ts";
import type { Connector, Sent } from "./connector.ts";
import { type Failure, failureOf } from "./errors.ts";
import { doubtMs, keptBack } from "./kept-back.ts";
import type { Look } from "./look.ts";
import { plainWords } from "./plain-words.ts";
import { messageAt, refOf } from "./refs.ts";

export type Post = ReturnType<typeof createPost>;

/** What is sent, the fullest first: each next one is tried when Teams refused the one before it. */
type Drafts = readonly [Draft, ...Draft[]];
type Draft = (again: boolean) => Sent;

interface Sending {
  readonly delivery: Delivery;
  /** `again`: an earlier copy may be there. */
  readonly drafts: Drafts;
  readonly signal: AbortSignal;
}

interface Editing {
  readonly delivery: Delivery;
  readonly ref: PostedRef;
  readonly drafts: Drafts;
  readonly signal: AbortSignal;
}

interface Wiring {
  readonly connector: () => Promise<Connector>;
  readonly renewToken: (signal: AbortSignal) => Promise<void>;
  readonly look: Look;
  readonly pace: Pace;
  /** What people call the channel: "Acme › Support". */
  readonly labelOf: (channelId: string) => Promise<string | null>;
  readonly log: Log;
}

type Tried<T> = { readonly done: T } | { readonly failure: Failure };

/** Posts and edits, and says what became of it. */
export function createPost({ connector, renewToken, look, pace, labelOf, log }: Wiring) {
  /** A new message in the channel. */
  async function send(sending: Sending): Promise<Outcome> {
    const { delivery, signal } = sending;
    const channelId = delivery.destination.address;
    const sent = await transmit(sending, (there, message) => there.post(channelId, message, signal));
    if (!("failure" in sent)) return sent;
    return outcomeOf(await clear(sent.failure, false, channelId, signal), delivery);
  }

  /** Under a card. "gone": nothing can be written there. */
  async function reply(sending: Sending & { readonly thread: string }): Promise<Outcome | "gone"> {
    const { delivery, thread, signal } = sending;
    const sent = await transmit(sending, (there, message) => there.reply(thread, message, signal));
    if (!("failure" in sent)) return sent;
    const failure = await clear(sent.failure, true, delivery.destination.address, signal);
    return ["gone", "rejected", "unclear"].includes(failure.kind) ? "gone" : outcomeOf(failure, delivery);
  }

  async function transmit(
    { delivery, drafts, signal }: Sending,
    call: (there: Connector, message: Sent) => Promise<string>,
  ): Promise<Outcome | { readonly failure: Failure }> {
    const channelId = delivery.destination.address;
    const wait = await pace(channelId, signal);
    if (wait > 0) return keptBack(delivery, "Keeping to the pace that Teams allows", wait);
    if (signal.aborted) return keptBack(delivery, "Deskbell was just stopping", 0);
    const again = delivery.uncertainSince !== null;
    const tried = await withLess(delivery, drafts, (draft) => attempt((there) => call(there, draft(again)), signal));
    return "failure" in tried ? tried : { kind: "delivered", posted: refOf(channelId, tried.done) };
  }

  /** Edits in place, which may be repeated freely. "gone": there is nothing left to edit, or Teams lets nobody edit it. */
  async function edit({ delivery, ref, drafts, signal }: Editing): Promise<Outcome | "gone"> {
    const { channelId, activityId } = messageAt(ref);
    const wait = await pace(channelId, signal);
    if (wait > 0)
      return { kind: "retry", reason: "Keeping to the pace that Teams allows", afterMs: wait, scope: "address" };
    if (signal.aborted) return { kind: "retry", reason: "Deskbell was just stopping", afterMs: 0 };
    const tried = await withLess(delivery, drafts, (draft) =>
      attempt((there) => there.edit(`${channelId};messageid=${activityId}`, activityId, draft(false), signal), signal),
    );
    if ("done" in tried) return { kind: "delivered", posted: ref };
    const failure = await clear(tried.failure, true, channelId, signal);
    if (failure.kind === "gone" || failure.kind === "rejected") return "gone";
    // It may be over in a moment; if it is not, it is this message's own trouble.
    if (failure.kind === "unclear" && delivery.attempt > 1) return "gone";
    if (failure.kind === "unclear" || failure.kind === "ambiguous") return { kind: "retry", reason: failure.reason };
    return outcomeOf(failure, delivery);
  }

  /** What Teams refuses for what it is may be taken with less in it. */
  async function withLess<T>(
    delivery: Delivery,
    [first, ...smaller]: Drafts,
    call: (draft: Draft) => Promise<Tried<T>>,
  ): Promise<Tried<T>> {
    let tried = await call(first);
    for (const draft of smaller) {
      if (!("failure" in tried) || tried.failure.kind !== "rejected") break;
      log.warn(
        { delivery: delivery.id, reason: tried.failure.reason },
        "Teams: a message was refused; it is sent with less",
      );
      tried = await call(draft);
    }
    return tried;
  }

  /** Nothing is given up by an error that may be of one message alone: the channel is looked at first. */
  async function clear(failure: Failure, ofMessage: boolean, channelId: string, signal: AbortSignal): Promise<Failure> {
    const explicit = failure.kind === "refused" && !(ofMessage && failure.why === "channel_gone");
    if (explicit || (failure.kind !== "refused" && failure.kind !== "unclear")) return failure;
    const seen = await look(channelId, signal);
    const { why } = failure;
    const reason = failure.kind === "unclear" ? failure.reason : "Teams did not find the message";
    switch (seen) {
      case "there":
        return { kind: "unclear", reason: `${reason}, but the channel is there`, why };
      case "unknown":
        return { kind: "unclear", reason, why };
      case "blind":
        return failure.kind === "refused" || ofMessage ? failure : { kind: "refused", scope: "address", why };
      default:
        return seen;
    }
  }

  /** A token that was just refused is got anew, once: the SDK would go on with the one it has. */
  async function attempt<T>(call: (there: Connector) => Promise<T>, signal: AbortSignal): Promise<Tried<T>> {
    const there = await connector().catch(() => null);
    if (!there) return { failure: { kind: "retry", reason: "Deskbell could not look up where Teams is" } };
    for (let renewed = false; ; renewed = true) {
      try {
        return { done: await call(there) };
      } catch (error) {
        const failure = failureOf(error);
        if (renewed || failure.kind !== "refused" || failure.why !== "token_refused") return { failure };
      }
      try {
        await renewToken(signal);
      } catch (error) {
        return { failure: failureOf(error) };
      }
    }
  }

  async function outcomeOf(failure: Failure, delivery: Delivery): Promise<Outcome> {
    switch (failure.kind) {
      case "retry":
        return keptBack(delivery, failure.reason, failure.afterMs);
      case "unclear":
        return keptBack(delivery, failure.reason);
      case "ambiguous":
        return { kind: "ambiguous", reason: failure.reason, lookAfterMs: doubtMs };
      case "gone":
        return { kind: "rejected", reason: failure.reason };
      case "refused":
        return {
          kind: "refused",
          scope: failure.scope,
          reason: plainWords(failure.why, await labelOf(delivery.destination.address)),
        };
      case "rejected":
        return failure;
      default:
        return assertNever(failure);
    }
  }

  return { send, reply, edit };
}
