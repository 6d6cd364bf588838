import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureCluster } from "../../../../core/storage/embedded/ensure-cluster.ts";
import { type SessionBridge, sessionBridge } from "../../../../core/storage/embedded/session-bridge.ts";
import { type Engine, startEngine } from "../../../../core/storage/embedded/start-engine.ts";
import { startUpkeep } from "../../../../core/storage/embedded/start-upkeep.ts";
import { embeddedSeed } from "./embedded-seed.ts";
import { temporaryHome } from "./temporary-home.ts";

let place: Awaited<ReturnType<typeof temporaryHome>>;
let engine: Engine;
let bridge: SessionBridge;
let sql: postgres.Sql;

beforeAll(async () => {
  place = await temporaryHome();
  await ensureCluster(place.home, { seed: await embeddedSeed(), log() {} });
  engine = await startEngine(place.home);
  bridge = sessionBridge(engine);
  const options = { socket: bridge.connect, max: 4, connect_timeout: 0, max_lifetime: null };
  sql = postgres(options);
  await sql`create table notes (id int primary key, body text not null)`;
});
afterAll(async () => {
  await sql.end();
  await engine.close();
  await place.remove();
});

describe("the upkeep", () => {
  it("vacuums between transactions, without disturbing them", async () => {
    const complaints: string[] = [];
    const upkeep = startUpkeep({ run: bridge.run, log: (message) => complaints.push(message), every: 10 });
    const before = await sizeOfNotes();
    for (let n = 0; n < 40; n++) {
      await sql.begin(async (tx) => {
        await tx`insert into notes select g, repeat('x', 500) from generate_series(1000, 1099) g`;
        await sleep(5);
        await tx`delete from notes where id >= 1000`;
      });
    }
    await upkeep.stop();
    expect(complaints).toEqual([]);
    // 40 rounds of 55 KB would have left 2.2 MB.
    expect((await sizeOfNotes()) - before).toBeLessThan(500_000);
  });

  it("says what failed and goes on", async () => {
    const complaints: string[] = [];
    const upkeep = startUpkeep({
      run: () => bridge.run("vacuum nowhere"),
      log: (message) => complaints.push(message),
      every: 10,
    });
    await expect.poll(() => complaints.length).toBeGreaterThan(1);
    await upkeep.stop();
    expect(complaints[0]).toContain('relation "nowhere" does not exist');
  });
});

async function sizeOfNotes(): Promise<number> {
  const [row] = await sql<{ size: number }[]>`select pg_relation_size('notes')::int as size`;
  return row?.size ?? 0;
}
