import { byChatbot } from "./by-chatbot.ts";
import type { Advance, Advanced, OutboxStore } from "./outbox-store.ts";

interface Waiting extends Advance {
  readonly answer: (advanced: Advanced) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Collects what lanes want settled while the last batch is being committed, and settles it together: each outcome is
 * durable before its lane moves on, and a busy outbox pays for one commit instead of many, on one connection: it does
 * not take them all from the visitors.
 */
export function createSettler(store: Pick<OutboxStore, "advance">) {
  let waiting: Waiting[] = [];
  let settling = false;

  async function settleAll(): Promise<void> {
    settling = true;
    for (;;) {
      // Whatever else settles in this turn of the event loop goes along: lanes that were answered together stay together.
      await nextTurn();
      if (waiting.length === 0) break;
      const batch = waiting;
      waiting = [];
      await settle(batch);
    }
    settling = false;
  }

  async function settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await store.advance(batch);
      for (const each of batch) each.answer(results.get(each) ?? "lost");
    } catch (error) {
      const parts = byChatbot(batch, ({ lane }) => lane.chatbotId);
      // What is wrong with one chatbot's lanes must not hold up everybody's.
      if (parts.size > 1) await Promise.all([...parts.values()].map(settle));
      else for (const { fail } of batch) fail(error);
    }
  }

  return {
    advance: (advance: Advance): Promise<Advanced> =>
      new Promise((answer, fail) => {
        waiting.push({ ...advance, answer, fail });
        if (!settling) void settleAll();
      }),
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export type Settler = ReturnType<typeof createSettler>;
