const databaseWithinMs = 1_000;
const pollLateAfterMs = 5_000;

interface Wiring {
  readonly ping: () => Promise<void>;
  readonly sinceLastPoll: () => number;
}

/** What keeps this instance from working, in plain words. */
export function createReadiness({ ping, sinceLastPoll }: Wiring) {
  let draining = false;

  return {
    /** From now on it is shutting down: nobody is to send it anything more. */
    drain(): void {
      draining = true;
    },

    async troubles(): Promise<readonly string[]> {
      if (draining) return ["shutting down"];
      const late = sinceLastPoll() > pollLateAfterMs;
      const answers = await Promise.race([
        ping().then(
          () => true,
          () => false,
        ),
        after(databaseWithinMs),
      ]);
      return [...(answers ? [] : ["the database does not answer"]), ...(late ? ["the outbox is not being read"] : [])];
    },
  };
}

function after(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms).unref());
}
