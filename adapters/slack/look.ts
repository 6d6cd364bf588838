import type { Delivery, Outcome, PostedRef } from "../../core/index.ts";
import type { SlackClient } from "./client.ts";
import { failureOf } from "./errors.ts";
import { refOf } from "./refs.ts";

/** Slack shows a new message in its history with a delay: not before this is a missing one a sign of anything. */
const firstLookMs = 2000;
const secondLookMs = 3000;

type Sighting =
  | { readonly kind: "found"; readonly posted: PostedRef }
  /** Looked for twice, well apart: it did not arrive, it may be sent. */
  | { readonly kind: "absent" }
  | { readonly kind: "outcome"; readonly outcome: Outcome }
  | { readonly kind: "failed"; readonly error: unknown };

/** Looks for a post whose answer was lost, by the delivery id in its metadata: Slack takes no idempotency key. */
export function createLook(client: SlackClient, now: () => Date) {
  return async (delivery: Delivery, since: Date, thread: string | null, signal: AbortSignal): Promise<Sighting> => {
    const elapsed = now().getTime() - since.getTime();
    if (elapsed < firstLookMs) return uncertain("unable", "Too early to see whether it arrived", firstLookMs - elapsed);
    try {
      const ts = await search(client, delivery, since, thread, signal);
      if (ts) return { kind: "found", posted: refOf(delivery.destination.address, ts) };
    } catch (error) {
      return whenBlind(error);
    }
    return delivery.looks >= 1 ? { kind: "absent" } : uncertain("looked", "Not seen in the channel", secondLookMs);
  };
}

async function search(
  client: SlackClient,
  delivery: Delivery,
  since: Date,
  thread: string | null,
  signal: AbortSignal,
) {
  const range = {
    channel: delivery.destination.address,
    // Slack's clock and ours may differ.
    oldest: String(since.getTime() / 1000 - 60),
    include_all_metadata: true,
    limit: 200,
  };
  let cursor: string | undefined;
  do {
    const page = thread
      ? await client.call("conversations.replies", { ...range, ts: thread, ...(cursor && { cursor }) }, signal)
      : await client.call("conversations.history", { ...range, ...(cursor && { cursor }) }, signal);
    const ours = page.messages?.find(({ metadata }) => deliveryIn(metadata) === delivery.id);
    if (ours?.ts) return ours.ts;
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return null;
}

function deliveryIn(metadata: { event_payload?: unknown } | undefined): unknown {
  const payload = metadata?.event_payload;
  return typeof payload === "object" && payload !== null && "delivery_id" in payload ? payload.delivery_id : undefined;
}

/** Whoever cannot look must not send: it stays uncertain, unless the channel or the token is broken altogether. */
function whenBlind(error: unknown): Sighting {
  const failure = failureOf(error);
  if (failure.kind === "refused" || failure.kind === "gone") return { kind: "failed", error };
  const wait = failure.kind === "retry" ? failure.afterMs : undefined;
  return uncertain("unable", `Could not look whether it arrived: ${failure.reason}`, wait ?? secondLookMs);
}

function uncertain(after: "looked" | "unable", reason: string, lookAfterMs: number): Sighting {
  return { kind: "outcome", outcome: { kind: "ambiguous", after, reason, lookAfterMs } };
}
