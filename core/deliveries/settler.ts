import type { ChatbotId } from "../domain/ids.ts";
import type { Advance, Advanced, OutboxStore } from "./outbox-store.ts";

interface Waiting extends Advance {
  readonly answer: (advanced: Advanced) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Collects what the lanes of a chatbot want settled while its last batch is being committed, and settles it together:
 * each outcome is durable before its lane moves on, and a busy outbox pays for one commit instead of many. Chatbots do
 * not wait for each other.
 */
export function createSettler(store: Pick<OutboxStore, "advance">) {
  const waiting = new Map<ChatbotId, Waiting[]>();

  async function settleAll(chatbotId: ChatbotId): Promise<void> {
    for (;;) {
      // Whatever else settles in this turn of the event loop goes along: lanes that were answered together stay together.
      await nextTurn();
      const batch = waiting.get(chatbotId) ?? [];
      if (batch.length === 0) break;
      waiting.set(chatbotId, []);
      await settle(chatbotId, batch);
    }
    waiting.delete(chatbotId);
  }

  async function settle(chatbotId: ChatbotId, batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await store.advance(chatbotId, batch);
      for (const { lane, answer } of batch) answer(results.get(lane.key) ?? "lost");
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  }

  return {
    advance: (advance: Advance): Promise<Advanced> =>
      new Promise((answer, fail) => {
        const { chatbotId } = advance.lane;
        const each = { ...advance, answer, fail };
        const batch = waiting.get(chatbotId);
        if (batch) {
          batch.push(each);
        } else {
          waiting.set(chatbotId, [each]);
          void settleAll(chatbotId);
        }
      }),
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
