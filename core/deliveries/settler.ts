import type { ChatbotId } from "../domain/ids.ts";
import type { Advance, Advanced, OutboxStore } from "./outbox-store.ts";

interface Waiting extends Advance {
  readonly answer: (advanced: Advanced) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Collects what lanes want settled while the last batch is being committed, and settles it together: each outcome
 * is durable before its lane moves on, and a busy outbox pays for one commit instead of many.
 */
export function createSettler(store: Pick<OutboxStore, "advance">) {
  let waiting: Waiting[] = [];
  let flushing = false;

  async function flush(): Promise<void> {
    flushing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await Promise.all([...byChatbot(batch)].map(([chatbotId, part]) => settle(chatbotId, part)));
    }
    flushing = false;
  }

  async function settle(chatbotId: ChatbotId, part: readonly Waiting[]): Promise<void> {
    try {
      const results = await store.advance(chatbotId, part);
      for (const { lane, answer } of part) answer(results.get(lane.key) ?? "lost");
    } catch (error) {
      for (const { fail } of part) fail(error);
    }
  }

  return {
    advance: (advance: Advance): Promise<Advanced> =>
      new Promise((answer, fail) => {
        waiting.push({ ...advance, answer, fail });
        // Whatever else settles in this turn of the event loop goes along.
        if (!flushing) {
          flushing = true;
          setImmediate(flush);
        }
      }),
  };
}

function byChatbot(batch: readonly Waiting[]): Map<ChatbotId, Waiting[]> {
  const parts = new Map<ChatbotId, Waiting[]>();
  for (const each of batch) {
    const part = parts.get(each.lane.chatbotId);
    if (part) part.push(each);
    else parts.set(each.lane.chatbotId, [each]);
  }
  return parts;
}
