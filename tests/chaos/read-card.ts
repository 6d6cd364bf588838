import type { SlackMessage } from "./stand-in.ts";

export interface ShownCard {
  readonly ts: string;
  readonly conversationId: string;
  readonly episode: number;
  /** claim, resolve, reopen: those that can be pressed. */
  readonly buttons: readonly string[];
  readonly text: string;
}

/** What somebody sees who looks at a card; null for a message that is none, or that nothing can be pressed on. */
export function readCard({ ts, text, blocks = [] }: SlackMessage): ShownCard | null {
  const buttons = blocks.flatMap(({ type, elements = [] }) => (type === "actions" ? elements : []));
  const ours = buttons.filter(({ value }) => value !== undefined);
  const [first] = ours;
  if (!first?.value) return null;
  const { c: conversationId, e: episode } = JSON.parse(first.value) as { c: string; e: number };
  return {
    ts,
    conversationId,
    episode,
    text,
    buttons: ours.map(({ action_id = "" }) => action_id.split(".")[1] ?? ""),
  };
}
