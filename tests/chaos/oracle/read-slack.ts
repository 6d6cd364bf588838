import { readCard, type ShownCard } from "../read-card.ts";
import type { SlackChannel } from "../stand-in.ts";

export interface Shown {
  readonly channel: string;
  readonly ts: string;
  /** The message it stands under; null for what stands in the channel itself. */
  readonly thread: string | null;
  readonly delivery: string;
  readonly text: string;
  readonly card: ShownCard | null;
}

/** Everything that Deskbell has in Slack in the end, in the order in which it was accepted. */
export function readSlack(channels: readonly SlackChannel[]): readonly Shown[] {
  return channels.flatMap(({ id, messages }) =>
    messages
      .filter((message) => message.bot_id !== undefined)
      .map((message) => ({
        channel: id,
        ts: message.ts,
        thread: message.thread_ts !== undefined && message.thread_ts !== message.ts ? message.thread_ts : null,
        delivery: message.metadata?.event_payload?.delivery_id ?? "",
        text: message.text,
        card: readCard(message),
      })),
  );
}
