interface Options {
  run(statement: string): Promise<void>;
  log(message: string): void;
  every?: number;
}

/** PGlite has neither autovacuum nor timed checkpoints: without these two, dead rows and the log grow for ever. */
export function startUpkeep({ run, log, every = 600_000 }: Options): { stop(): Promise<void> } {
  let round: Promise<void> | undefined;
  const timer = setInterval(() => {
    round ??= tidy()
      .catch((error: Error) => log(`Upkeep of the embedded database failed: ${error.message}`))
      .finally(() => {
        round = undefined;
      });
  }, every).unref();

  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };

  async function tidy() {
    await run("vacuum (analyze)");
    await run("checkpoint");
  }
}
