import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureCluster } from "../../../../core/storage/embedded/ensure-cluster.ts";
import { type SessionBridge, sessionBridge } from "../../../../core/storage/embedded/session-bridge.ts";
import { type Engine, startEngine } from "../../../../core/storage/embedded/start-engine.ts";
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
  bridge = sessionBridge(engine, { patience: 200 });
  const options = { socket: bridge.connect, max: 4, connect_timeout: 0, max_lifetime: null };
  sql = postgres(options);
  await sql`create table notes (id int primary key, body text not null)`;
});
afterAll(async () => {
  await sql.end();
  await engine.close();
  await place.remove();
});

describe("the one session, shared", () => {
  it("refuses who waits for a transaction that waits for them, so that both end", async () => {
    const stuck = sql.begin(async (tx) => {
      await tx`insert into notes values (1, 'inside')`;
      await Promise.all([sql`select ${1}::int`, sql`select 1`]);
    });
    await expect(stuck).rejects.toThrow("Waited 0.2 s for the embedded database");
    expect(await sql`select id from notes`).toEqual([]);
  });

  it("refuses one on a connection that is already open, and answers it again afterwards", async () => {
    const client = postgres({ ...{ socket: bridge.connect }, max: 1, connect_timeout: 0 });
    await client`select 1`;
    await sql.begin(async (tx) => {
      await tx`select 1`;
      const questions = [client`select ${1}::int as n`, client`select 2`.simple(), client`select ${"x"} as text`];
      for (const outcome of await Promise.allSettled(questions)) {
        expect(outcome).toMatchObject({ status: "rejected", reason: { code: "58000" } });
      }
    });
    expect(await client`select ${3}::int as n`).toEqual([{ n: 3 }]);
    await client.end();
  });

  it("lets a slow transaction be, as long as nobody else waits", async () => {
    await sql.begin(async (tx) => {
      await tx`insert into notes values (2, 'slow')`;
      await sleep(500);
    });
    expect(await sql`select id from notes`).toEqual([{ id: 2 }]);
  });

  it("rolls back what a closed connection left open, whatever state it was in", async () => {
    for (const leftover of [
      "insert into notes values (3, 'dropped')",
      "select 1 / 0",
      "select from nowhere where $1",
    ]) {
      const client = postgres({ ...{ socket: bridge.connect }, max: 1, connect_timeout: 0 });
      const left = client.begin(async (tx) => {
        await tx.unsafe(leftover, leftover.includes("$") ? [true] : []).catch(() => {});
        await client.end({ timeout: 0 });
      });
      await expect(left).rejects.toThrow("CONNECTION_DESTROYED");
      expect(await sql`select id from notes where id = 3`).toEqual([]);
      await sql.begin((tx) => tx`update notes set body = ${leftover} where id = 2`);
    }
  });
});
