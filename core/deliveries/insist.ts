import { setTimeout as sleep } from "node:timers/promises";

const firstPauseMs = 100;
const longestPauseMs = 1_000;

/** Tries again until it works, or until the signal says that it no longer matters. */
export async function insist<T>(
  act: () => Promise<T>,
  { signal, onFailure }: { readonly signal: AbortSignal; readonly onFailure: (error: unknown) => void },
): Promise<T> {
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      return await act();
    } catch (error) {
      if (signal.aborted) throw error;
      onFailure(error);
      await sleep(pause, undefined, { signal });
    }
  }
}
