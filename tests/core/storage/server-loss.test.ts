import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openServer, type Sql } from "../../../core/storage/database.ts";
import { type Cluster, findPostgres, startCluster } from "../../support/postgres-cluster.ts";
import { createOrders, findMistakes, isLoss, writeOrders } from "./server-orders.ts";

const possible = findPostgres() !== null;
if (!possible && process.env.CI === "true") throw new Error("CI needs PostgreSQL's own programs (initdb, postgres).");

// An uncaught exception or rejection fails the run by itself.
describe.skipIf(!possible)("a PostgreSQL server that goes away", () => {
  let cluster: Cluster;
  let db: Database;
  let sql: Sql;
  let session: Sql;
  let admin: Sql;

  beforeAll(async () => {
    cluster = await startCluster();
    db = await openServer(cluster.url);
    sql = db.sql;
    session = db.session ?? sql;
    admin = postgres(cluster.url, { max: 1, onnotice() {} });
    await createOrders(sql);
  });
  afterAll(async () => {
    await db?.close();
    await admin?.end({ timeout: 1 });
    await cluster?.stop();
  });

  it("keeps whole transactions or nothing, and all acknowledged ones, when connections are terminated", async () => {
    for (let round = 0; round < 20; round++) {
      const run = `terminated ${round}`;
      const writing = writeOrders(sql, run);
      for (let wave = 0; wave < 3; wave++) {
        await sleep(3 + ((round * 3 + wave * 5) % 17));
        await terminate(wave === 1 ? 3 : 100);
      }
      expect(await findMistakes(admin, run, await writing)).toEqual([]);
      const again = await writeOrders(sql, `after ${run}`, 1);
      expect(new Set(again.values())).toEqual(new Set(["acknowledged"]));
    }
  });

  it("does so when the server is killed and started again", async () => {
    for (let round = 0; round < 3; round++) {
      const run = `killed ${round}`;
      const writing = writeOrders(sql, run, 20);
      await sleep(10 + round * 13);
      await cluster.kill9();
      const outcomes = await writing;
      expect(await settle(sql`select 1`)).toSatisfy(isLoss);
      expect(await settle(session`select 1`)).toSatisfy(isLoss);
      await cluster.restart();
      const [row] = await sql<{ n: number }[]>`select 1 as n`;
      expect(row?.n).toBe(1);
      await untilItAnswers(admin);
      expect(await findMistakes(admin, run, outcomes)).toEqual([]);
      expect([...outcomes.values()].filter((outcome) => outcome !== "acknowledged").length).toBeGreaterThan(0);
    }
  });

  it("fails everything that is asked in the meantime, and works once the server is back", async () => {
    const flying = range(40).map(() => settle(sql`select pg_sleep(5)`));
    await sleep(50);
    await cluster.kill9();
    for (const error of await Promise.all(flying)) expect(error).toSatisfy(isLoss);
    for (const error of await Promise.all(range(100).map(() => settle(sql`select 1`)))) expect(error).toSatisfy(isLoss);
    const begun = range(30).map(() => settle(sql.begin((tx) => tx`select 1`)));
    for (const error of await Promise.all(begun)) expect(error).toSatisfy(isLoss);
    await cluster.restart();
    const answers = await Promise.all(range(100).map((n) => sql<{ n: number }[]>`select ${n}::int as n`));
    expect(answers.map(([row]) => row?.n)).toEqual(range(100));
    await untilItAnswers(admin);
  });

  it("settles transactions that still wait for a connection when all of them are lost", async () => {
    const inside = range(10).map(() => settle(sql.begin((tx) => tx`select pg_sleep(5)`)));
    const waiting = range(50).map(() => settle(sql.begin((tx) => tx`select 1`)));
    await sleep(100);
    await terminate(100);
    for (const error of await Promise.all(inside)) expect(error).toSatisfy(isLoss);
    expect((await Promise.all(waiting)).filter((outcome) => outcome !== "carried out" && !isLoss(outcome))).toEqual([]);
  });

  it("settles every statement of a transaction that sent several at once", async () => {
    const settled: unknown[] = [];
    const dead = sql.begin(async (tx) => {
      const statements = [
        tx`select pg_terminate_backend(pg_backend_pid()), ${0}::int as first`,
        tx`select ${1}::int as second`,
        tx`select ${"x".repeat(5_000)} as third`,
        tx.unsafe("select 4"),
      ];
      settled.push(...(await Promise.all(statements.map(settle))));
    });
    expect(await settle(dead)).toSatisfy(isLoss);
    expect(settled).toHaveLength(4);
    for (const error of settled) expect(error).toSatisfy(isLoss);
  });

  it("lets no statement of a dead transaction reach the connection that took its place", async () => {
    const late: unknown[] = [];
    const dead = sql.begin(async (tx) => {
      await tx`insert into line values ('dead', 0, 0, '')`;
      await settle(tx`select pg_terminate_backend(pg_backend_pid())`);
      await Promise.all(range(20).map(() => sql.begin((other) => other`select pg_sleep(0.01)`)));
      for (const part of [1, 2, 3]) late.push(await settle(tx`insert into line values ('dead', 0, ${part}, '')`));
    });
    expect(await settle(dead)).toSatisfy(isLoss);
    for (const error of late) expect(error).toSatisfy(isLoss);
    expect(late).toHaveLength(3);
    expect(await sql`select 1 from line where run = 'dead'`).toHaveLength(0);
  });

  it("replaces connections that were lost while nothing was asked of them", async () => {
    for (let round = 0; round < 5; round++) {
      await Promise.all(range(10).map(() => sql`select pg_sleep(0.02)`));
      await terminate(100);
      await sleep(50);
      expect(await Promise.all(range(20).map(() => settle(sql`select 1`)))).toEqual(range(20).map(() => "carried out"));
    }
  });

  it("gives the session a new backend, without the locks of the old one", async () => {
    const [before] = await session<{ pid: number }[]>`select pg_backend_pid() as pid, pg_advisory_lock(42)`;
    await admin`select pg_terminate_backend(${before?.pid ?? 0})`;
    await sleep(50);
    const [after] = await session<{ pid: number }[]>`select pg_backend_pid() as pid`;
    expect(after?.pid).not.toBe(before?.pid);
    expect(await admin`select 1 from pg_locks where locktype = 'advisory'`).toHaveLength(0);
  });

  it("listens again by itself", async () => {
    const heard: string[] = [];
    let times = 0;
    const { unlisten } = await sql.listen(
      "bell",
      (payload) => heard.push(payload),
      () => times++,
    );
    await terminate(100);
    await until(() => times === 2);
    await sql.notify("bell", "after a termination");
    await cluster.kill9();
    await sleep(200);
    await cluster.restart();
    await untilItAnswers(admin);
    await until(() => times === 3);
    await sql.notify("bell", "after a restart");
    await until(() => heard.length === 2);
    expect(heard).toEqual(["after a termination", "after a restart"]);
    await unlisten();
  });

  it("leaves no connection of a replaced client on the server", async () => {
    await Promise.all(range(10).map(() => sql`select pg_sleep(0.02)`));
    await terminate(1);
    const count = async () => {
      const [row] = await admin<{ n: number }[]>`
        select count(*)::int as n from pg_stat_activity where application_name = 'deskbell'`;
      return row?.n ?? 0;
    };
    await sql`select 1`;
    expect(await count()).toBeGreaterThan(4);
    await until(async () => (await count()) <= 3); // one each for queries, session and listener
  });

  async function terminate(limit: number): Promise<void> {
    await admin`
      select pg_terminate_backend(pid) from (
        select pid from pg_stat_activity where application_name = 'deskbell' order by backend_start desc limit ${limit}
      ) as victim`;
  }
});

function settle(work: PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve(work).then(
    () => "carried out",
    (error) => error,
  );
}

/** The observer is a plain client, and takes its time to see that its own connection is gone. */
async function untilItAnswers(sql: Sql): Promise<void> {
  await until(async () => (await settle(sql`select 1`)) === "carried out");
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(25);
}

function range(length: number): number[] {
  return [...Array(length).keys()];
}
