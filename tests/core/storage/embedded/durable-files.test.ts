import { PGlite } from "@electric-sql/pglite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureCluster } from "../../../../core/storage/embedded/ensure-cluster.ts";
import { embeddedSeed } from "./embedded-seed.ts";
import { temporaryHome } from "./temporary-home.ts";

// Addressed, not imported: the thread's own files are JavaScript.
const { assertDurable, durableFiles } = await import(
  new URL("../../../../core/storage/embedded/durable-files.mjs", import.meta.url).href
);

let place: Awaited<ReturnType<typeof temporaryHome>>;
beforeEach(async () => {
  place = await temporaryHome();
  await ensureCluster(place.home, { seed: await embeddedSeed(), log() {} });
});
afterEach(() => place.remove());

describe("the file system under the embedded database", () => {
  it("asks the disk once or more for every commit", async () => {
    const { db, syncs } = await open(["-c", "wal_sync_method=fsync"]);
    await db.exec("create table notes (n int)");
    const before = syncs();
    for (let n = 0; n < 100; n++) await db.query("insert into notes values ($1)", [n]);
    expect(syncs() - before).toBeGreaterThanOrEqual(100);
    await expect(assertDurable(db, syncs)).resolves.toBeUndefined();
    await db.close();
  });

  it("refuses an engine that commits without asking the disk", async () => {
    const { db, syncs } = await open(["-F"]);
    await expect(assertDurable(db, syncs)).rejects.toThrow("without fsync");
    await db.close();
  });

  it("refuses an engine whose fdatasync only says yes", async () => {
    const { db, syncs } = await open(["-c", "wal_sync_method=fdatasync"]);
    await expect(assertDurable(db, syncs)).rejects.toThrow("without fsync");
    await db.close();
  });
});

async function open(options: string[]) {
  const { files, syncs } = durableFiles(place.home);
  const startParams = [...PGlite.defaultStartParams.filter((option) => option !== "-F"), ...options];
  return { db: await PGlite.create({ fs: files, startParams }), syncs };
}
