import type { Log, PostedRef, Verdict } from "../../core/index.ts";
import { card } from "./card.ts";
import type { SlackClient } from "./client.ts";
import { failureOf } from "./errors.ts";
import { update } from "./post.ts";

const rememberedCards = 1000;

/**
 * Draws a card anew after a press in vain, so that an outdated button does not stay. Best effort; a delivery that
 * showed something newer in the meantime is not overwritten.
 */
export function createRefresh(client: SlackClient, log: Log) {
  const newest = new Map<PostedRef, number>();

  function shown(ref: PostedRef, seq: number): void {
    const before = newest.get(ref) ?? 0;
    newest.delete(ref);
    newest.set(ref, Math.max(before, seq));
    if (newest.size > rememberedCards) newest.delete(newest.keys().next().value ?? "");
  }

  return {
    shown,
    card(ref: PostedRef, episode: number, { notice }: Verdict): void {
      if (!notice || notice.seq < (newest.get(ref) ?? 0)) return;
      const past = episode < notice.escalation.episode ? { pastEpisode: episode } : {};
      update(client, ref, card(notice, past), AbortSignal.timeout(8000)).catch((error: unknown) =>
        log.warn({ failure: failureOf(error).kind }, "Slack: could not draw the clicked card anew"),
      );
    },
  };
}
