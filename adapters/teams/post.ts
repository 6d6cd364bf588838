import { assertNever, type Delivery, type Outcome, type Pace, type PostedRef } from "../../core/index.ts";
import type { Connector, Sent } from "./connector.ts";
import { type Failure, failureOf } from "./errors.ts";
import { doubtMs, keptBack } from "./kept-back.ts";
import { plainWords } from "./plain-words.ts";
import { messageAt, refOf } from "./refs.ts";

export type Post = ReturnType<typeof createPost>;

interface Sending {
  readonly delivery: Delivery;
  /** `again`: an earlier copy may be there. */
  readonly draw: (again: boolean) => Sent;
  /** The thread's conversation id; null: a new message in the channel. */
  readonly thread: string | null;
  readonly signal: AbortSignal;
}

interface Editing {
  readonly delivery: Delivery;
  readonly ref: PostedRef;
  readonly sent: Sent;
  readonly signal: AbortSignal;
}

interface Wiring {
  readonly connector: () => Promise<Connector>;
  readonly renewToken: (signal: AbortSignal) => Promise<void>;
  readonly pace: Pace;
  /** What people call the channel: "Acme › Support". */
  readonly labelOf: (channelId: string) => Promise<string | null>;
}

/** Posts and edits, and says what became of it. */
export function createPost({ connector, renewToken, pace, labelOf }: Wiring) {
  async function send({ delivery, draw, thread, signal }: Sending): Promise<Outcome> {
    const channelId = delivery.destination.address;
    const wait = await pace(channelId, signal);
    if (wait > 0) return keptBack(delivery, "Keeping to the pace that Teams allows", wait);
    if (signal.aborted) return keptBack(delivery, "Deskbell was just stopping", 0);
    const sent = draw(delivery.uncertainSince !== null);
    const tried = await attempt(
      (there) => (thread ? there.reply(thread, sent, signal) : there.post(channelId, sent, signal)),
      signal,
    );
    if ("failure" in tried) return outcomeOf(tried.failure, delivery);
    return { kind: "delivered", posted: refOf(channelId, tried.done) };
  }

  /** Edits in place, which may be repeated freely. "gone": there is nothing left to edit. */
  async function edit({ delivery, ref, sent, signal }: Editing): Promise<Outcome | "gone"> {
    const { channelId, activityId } = messageAt(ref);
    const wait = await pace(channelId, signal);
    if (wait > 0)
      return { kind: "retry", reason: "Keeping to the pace that Teams allows", afterMs: wait, scope: "address" };
    if (signal.aborted) return { kind: "retry", reason: "Deskbell was just stopping", afterMs: 0 };
    const tried = await attempt(
      (there) => there.edit(`${channelId};messageid=${activityId}`, activityId, sent, signal),
      signal,
    );
    if (!("failure" in tried)) return { kind: "delivered", posted: ref };
    const { failure } = tried;
    if (failure.kind === "gone") return "gone";
    if (failure.kind === "ambiguous") return { kind: "retry", reason: failure.reason };
    return outcomeOf(failure, delivery);
  }

  /** A token that was just refused is got anew, once: the SDK would go on with the one it has. */
  async function attempt<T>(
    call: (there: Connector) => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ readonly done: T } | { readonly failure: Failure }> {
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

  return { send, edit };
}
