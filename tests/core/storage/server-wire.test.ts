import { execFileSync, spawnSync } from "node:child_process";
import { chownSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openServer, type Sql } from "../../../core/storage/database.ts";
import { accountOf, type Cluster, findPostgres, startCluster } from "../../support/postgres-cluster.ts";
import { startCuttingProxy } from "./cutting-proxy.ts";
import { createOrders, findMistakes, isLoss, writeOrders } from "./server-orders.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const possible = findPostgres() !== null;
if (!(possible && hasOpenssl) && process.env.CI === "true") {
  throw new Error("CI needs PostgreSQL's own programs (initdb, postgres) and openssl.");
}

describe.skipIf(!possible)("the wire to a PostgreSQL server", () => {
  let cluster: Cluster;
  let admin: Sql;

  beforeAll(async () => {
    cluster = hasOpenssl
      ? await startCluster({ settings: ["ssl=on", "ssl_min_protocol_version=TLSv1.2"], prepare: certify })
      : await startCluster();
    admin = postgres(cluster.url, { max: 1, onnotice() {} });
    await createOrders(admin);
  });
  afterAll(async () => {
    await admin?.end({ timeout: 1 });
    await cluster?.stop();
  });

  it.each([
    ["in the clear", ""],
    ["under TLS", "?sslmode=require"],
  ])("may be cut at any byte, %s", async (how, query) => {
    if (query && !hasOpenssl) return;
    const proxy = await startCuttingProxy(cluster.url);
    const db = await openServer(proxy.url + query);
    const session = db.session ?? db.sql;
    try {
      for (let round = 0; round < 10; round++) {
        const run = `${how} ${round}`;
        // Primes, so that cuts fall into heads, bodies, and between messages; the second while new ones log in.
        proxy.cutAfter(997 + round * 9_973, 40 + round * 797);
        const outcomes = await writeOrders(db.sql, run);
        expect(await findMistakes(admin, run, outcomes)).toEqual([]);
        proxy.cutAfter(Number.POSITIVE_INFINITY);
        await sleep(20);
        expect(await db.sql`select 1 as n`).toMatchObject([{ n: 1 }]);
        expect(await session`select 1 as n`).toMatchObject([{ n: 1 }]);
      }
    } finally {
      await db.close();
      await proxy.stop();
    }
  });

  it("is given up when nobody answers", async () => {
    const proxy = await startCuttingProxy(cluster.url);
    const db = await openServer(proxy.url);
    proxy.fallSilent();
    proxy.cutAfter(0);
    await db.sql`select 1`.catch(() => {});
    await expect(db.sql`select 1`).rejects.toSatisfy(isLoss);
    await Promise.all([db.close(), proxy.stop()]);
  });

  it.skipIf(!hasOpenssl).each([
    ["require", true],
    ["prefer", true],
    ["disable", false],
  ])("is encrypted or not as sslmode=%s says", async (mode, encrypted) => {
    const db = await openServer(`${cluster.url}?sslmode=${mode}`);
    const rows = await db.sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
    await db.close();
    expect(rows).toMatchObject([{ ssl: encrypted }]);
  });

  it.skipIf(!hasOpenssl)("is refused where sslmode=verify-full does not trust the certificate", async () => {
    await expect(openServer(`${cluster.url}?sslmode=verify-full`)).rejects.toThrow(/self-signed/);
  });

  it("says what the server says against a login", async () => {
    const url = new URL(cluster.url);
    url.pathname = "/nowhere";
    await expect(openServer(url.href)).rejects.toMatchObject({ code: "3D000" });
  });

  it("leads to the first of several hosts that takes a connection", async () => {
    const { port } = new URL(cluster.url);
    const db = await openServer(`postgres://postgres@127.0.0.1:1,127.0.0.1:${port}/postgres`);
    expect(await db.sql`select 1 as n`).toMatchObject([{ n: 1 }]);
    await db.close();
    await expect(openServer("postgres://postgres@127.0.0.1:1,127.0.0.1:2/postgres")).rejects.toSatisfy(isLoss);
  });

  it("leads to the one of several hosts that takes writes", async () => {
    const { port } = new URL(cluster.url);
    const hosts = `127.0.0.1:1,127.0.0.1:${port}`;
    const db = await openServer(`postgres://postgres@${hosts}/postgres?target_session_attrs=read-write`);
    expect(await db.sql`select 1 as n`).toMatchObject([{ n: 1 }]);
    await db.close();
  });
});

/** A certificate nobody trusts, readable only for the server. */
function certify(directory: string): void {
  const key = join(directory, "server.key");
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"];
  execFileSync("openssl", [...request, "-keyout", key, "-out", join(directory, "server.crt")], { stdio: "ignore" });
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = accountOf("postgres");
  for (const file of ["server.key", "server.crt"]) chownSync(join(directory, file), uid, gid);
}
