import type { Log } from "../adapter.ts";

/** Looks again and again: at once when told to, otherwise every so often; never twice at a time. */
export function createPolls(look: () => Promise<void>, { everyMs, log }: { everyMs: number; log: Log }) {
  let stopped = false;
  let looking = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let last = performance.now();

  async function poll(): Promise<void> {
    clearTimeout(timer);
    if (stopped) return;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    try {
      do {
        again = false;
        await look();
        last = performance.now();
      } while (again);
    } catch (error) {
      log.warn(
        { err: error instanceof Error ? error.message : String(error) },
        "the outbox could not be read; trying again",
      );
    } finally {
      looking = false;
      if (!stopped) timer = setTimeout(poll, everyMs);
    }
  }

  return {
    now: () => void poll(),
    /** Milliseconds since it last looked without failing. */
    sinceLast: () => performance.now() - last,
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
