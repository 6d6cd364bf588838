import type { Answer, Assistant, Turn } from "./assistant.ts";
import { AssistantFailure } from "./assistant-failure.ts";

/** A question that never left may be asked again, if the visitor has not waited longer than this. */
const quickRetryMs = 5_000;
const pauseBeforeRetryMs = 250;

/** Ends within the budget or when the signal says so, even if the assistant heeds neither. */
export async function askInTime(
  assistant: Assistant,
  turn: Turn,
  budgetMs: number,
  shutdown: AbortSignal,
): Promise<Answer> {
  const begun = performance.now();
  return withDeadline(budgetMs, shutdown, async (signal) => {
    try {
      return await assistant.answer(turn, signal);
    } catch (error) {
      const unsent = error instanceof AssistantFailure && error.unsent;
      if (!unsent || performance.now() - begun > quickRetryMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseBeforeRetryMs));
      signal.throwIfAborted();
      return assistant.answer(turn, signal);
    }
  });
}

// AbortSignal.any would be shorter, but in Node 20 it keeps a reference per call on the signal that lives as long as the server.
async function withDeadline<T>(
  budgetMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const inner = new AbortController();
  const late = new AssistantFailure(`The assistant did not answer within ${Math.round(budgetMs / 100) / 10} seconds.`);
  const timer = setTimeout(() => inner.abort(late), budgetMs);
  const stop = () => inner.abort(outer.reason);
  outer.addEventListener("abort", stop, { once: true });
  if (outer.aborted) stop();
  try {
    return await Promise.race([work(inner.signal), aborted(inner.signal)]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", stop);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
