import { createRequire } from "node:module";
import { join } from "node:path";
import postgres from "postgres";
import { eventually } from "../eventually.ts";
import type { Role } from "../role.ts";
import { createTally } from "./tally.ts";

export interface GraphileGiven {
  readonly databaseUrl: string;
  /** Where it was installed. */
  readonly peer: string;
  readonly total: number;
  readonly concurrency: number;
  readonly ordered: boolean;
}

/** What is used of graphile-worker 0.17. */
interface Graphile {
  readonly Logger: new (log: () => () => void) => object;
  runMigrations(options: object): Promise<void>;
  run(options: object): Promise<{
    readonly events: { on(event: "job:complete", listener: (about: { error: unknown }) => void): void };
    stop(): Promise<void>;
  }>;
}

export async function playGraphile({ databaseUrl, peer, total, concurrency, ordered }: GraphileGiven): Promise<Role> {
  const graphile = createRequire(join(peer, "index.js"))("graphile-worker") as Graphile;
  const common = { connectionString: databaseUrl, logger: new graphile.Logger(() => () => {}) };
  await graphile.runMigrations(common);
  const tally = createTally(ordered);
  let complete = 0;
  let runner: Awaited<ReturnType<Graphile["run"]>> | undefined;
  return {
    told: {},
    async answer() {
      const started = performance.now();
      runner = await graphile.run({
        ...common,
        concurrency,
        noHandleSignals: true,
        taskList: { bench: async ({ lane, n }: { lane: number; n: number }) => tally.arrived(lane, n) },
      });
      runner.events.on("job:complete", ({ error }) => {
        if (!error) complete += 1;
      });
      await eventually(() => complete >= total, 240_000, 1);
      const ms = performance.now() - started;
      const sql = postgres(databaseUrl, { max: 1 });
      const [row] = await sql<{ left: number }[]>`select count(*)::int as left from graphile_worker._private_jobs`;
      await sql.end();
      return { ms, ...tally.result(), left: row?.left ?? -1 };
    },
    async stop() {
      await runner?.stop();
    },
  };
}
