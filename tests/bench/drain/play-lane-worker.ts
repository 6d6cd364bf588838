import { createWorker } from "../../../core/deliveries/worker.ts";
import type { Adapter } from "../../../core/index.ts";
import { openServer } from "../../../core/storage/database.ts";
import { openStorage } from "../../../core/storage/storage.ts";
import { eventually } from "../eventually.ts";
import type { Role } from "../role.ts";
import { createTally } from "./tally.ts";

export interface WorkerGiven {
  readonly databaseUrl: string;
  readonly total: number;
  readonly concurrency: number;
}

/** Our worker over our outbox, and an adapter to which everything is delivered at once. */
export async function playLaneWorker({ databaseUrl, total, concurrency }: WorkerGiven): Promise<Role> {
  const log = { info() {}, warn: console.error, error: console.error };
  const now = () => new Date();
  const database = await openServer(databaseUrl);
  const storage = await openStorage({
    database,
    publicUrl: "http://localhost",
    keyFor: () => Buffer.alloc(32),
    plan: () => [],
    reservations: { reserve: () => false, release() {} },
    committed() {},
    now,
    log,
  });
  const tally = createTally(true);
  const adapter: Adapter = {
    name: "bench",
    plan: () => [],
    async deliver({ event }) {
      if ("seq" in event) tally.arrived(event.conversationId, event.seq);
      return { kind: "delivered" };
    },
  };
  const worker = createWorker({
    adapters: [adapter],
    store: storage.outbox,
    log,
    now,
    concurrency,
    perDestination: concurrency,
    budgetMs: 15_000,
    pollMs: 250,
  });
  await Promise.all(Array.from({ length: 10 }, () => database.sql`select pg_sleep(0.05)`));
  return {
    told: {},
    async answer() {
      const started = performance.now();
      worker.begin();
      await eventually(() => tally.count() >= total && worker.inHand() === 0, 120_000, 1);
      const ms = performance.now() - started;
      const [row] = await database.sql<{ left: number }[]>`
        select (select count(*) from delivery where state <> 'delivered' or attempts <> 1)::int
          + (select count(*) from lane)::int + (select abs(count(*) - ${total}) from attempt)::int as left`;
      return { ms, ...tally.result(), left: row?.left ?? -1 };
    },
    async stop() {
      await worker.stop(1_000);
      await storage.liveness.leave();
      await database.close();
    },
  };
}
