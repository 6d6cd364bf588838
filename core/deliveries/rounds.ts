import type { Log } from "../adapter.ts";

export interface Round {
  readonly name: string;
  readonly everyMs: number;
  readonly walk: () => Promise<unknown>;
}

/** Walks each round again and again, never twice at a time; one that fails is logged and walked again. */
export function startRounds(rounds: readonly Round[], log: Log): { stop(): Promise<void> } {
  let stopped = false;
  const timers = new Map<string, NodeJS.Timeout>();
  const walking = new Set<Promise<void>>();

  async function walk({ name, walk: go }: Round): Promise<void> {
    try {
      await go();
    } catch (error) {
      if (!stopped)
        log.warn(
          { round: name, err: error instanceof Error ? error.message : String(error) },
          "a round failed; it is walked again",
        );
    }
  }

  function next(round: Round): void {
    if (stopped) return;
    const timer = setTimeout(() => {
      const going = walk(round).finally(() => {
        walking.delete(going);
        next(round);
      });
      walking.add(going);
    }, round.everyMs);
    timers.set(round.name, timer);
  }

  for (const round of rounds) next(round);
  return {
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(walking);
    },
  };
}
