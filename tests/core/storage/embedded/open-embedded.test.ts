import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EmbeddedDatabase, openEmbedded } from "../../../../core/storage/embedded/open-embedded.ts";
import { childProcesses } from "./child-process.ts";
import { embeddedSeed } from "./embedded-seed.ts";
import { temporaryHome } from "./temporary-home.ts";

let place: Awaited<ReturnType<typeof temporaryHome>>;
let opened: EmbeddedDatabase[];
beforeEach(async () => {
  place = await temporaryHome();
  opened = [];
});
afterEach(async () => {
  for (const db of opened) await db.close();
  await place.remove();
});

describe("the embedded database", () => {
  it("keeps what was written when it is closed and opened again", async () => {
    const first = await open();
    await first.sql`create table notes (body text)`;
    await first.sql`insert into notes values ('kept')`;
    await first.close();
    const second = await open();
    expect(await second.sql`select body from notes`).toEqual([{ body: "kept" }]);
  });

  it("shuts PostgreSQL down cleanly, so the next start has nothing to recover", async () => {
    const db = await open();
    expect(await clusterState()).toBe("in production");
    await db.close();
    expect(await clusterState()).toBe("shut down");
  });

  it("asks for fsync and keeps little memory", async () => {
    const { sql } = await open();
    const rows = await sql`select name, setting from pg_settings
      where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method', 'shared_buffers') order by name`;
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: "on",
      full_page_writes: "on",
      shared_buffers: `${(16 * 1024) / 8}`,
      synchronous_commit: "on",
      wal_sync_method: "fsync",
    });
  });

  it("refuses a second opening in the same process, also through a symbolic link", async () => {
    await open();
    await expect(open()).rejects.toThrow("in use by process");
    const link = join(place.folder, "link");
    await symlink(place.home, link);
    await expect(openEmbedded(link)).rejects.toThrow("in use by process");
  });

  it("refuses a second process and names the one that holds it", async () => {
    const others = await childProcesses(new URL("./writing-process.ts", import.meta.url));
    const other = others.start(place.home, await embeddedSeed(), "0", "0");
    await other.line(0);
    await expect(open()).rejects.toThrow(`process ${other.process.pid}`);
    await others.remove();
    await open();
  });

  it("refuses a directory with other things in it and leaves them alone", async () => {
    await mkdir(place.home);
    await writeFile(join(place.home, "letter.txt"), "mine");
    await expect(open()).rejects.toThrow("is not a database");
    expect(await readFile(join(place.home, "letter.txt"), "utf8")).toBe("mine");
  });

  it("says which directory it cannot make, why and what to do, instead of hanging", async () => {
    const file = join(place.folder, "letter.txt");
    await writeFile(file, "mine");
    const refused = async (directory: string, why: string) => {
      const opening = openEmbedded(directory);
      await expect(opening).rejects.toThrow(`Could not make the directory ${why}`);
      await expect(opening).rejects.toThrow("Set DATA_DIR to a directory");
    };
    await refused(file, `${file}: it is there`);
    await refused(join(file, "pg"), `${file}: it is there`);
    await refused(join(file, "below", "pg"), `${join(file, "below")}: what it would be in is a file`);
    if (process.platform !== "linux") return;
    await refused("/proc/x/pg", "/proc/x: the system refuses that (ENOENT)");
    // Nobody may write there, not even root.
    await refused("/sys/x/pg", "/sys/x: this process may not write there");
    expect(await readFile(file, "utf8")).toBe("mine");
  });

  it("says so when another PostgreSQL made the directory, and can be opened again once mended", async () => {
    await (await open()).close();
    await writeFile(join(place.home, "PG_VERSION"), "17\n");
    await expect(open()).rejects.toThrow("version 17");
    await writeFile(join(place.home, "PG_VERSION"), "18\n");
    await open();
  });

  it("says which seed cannot be unpacked, and starts with a whole one", async () => {
    const seed = join(place.folder, "seed.tgz");
    await writeFile(seed, (await readFile(await embeddedSeed())).subarray(0, 1_000_000));
    await expect(openEmbedded(place.home, { seed })).rejects.toThrow(`Could not unpack the database seed ${seed}`);
    await open();
  });
});

describe("the engine's death", () => {
  it("refuses all queries and tells the process, instead of hanging", async () => {
    const db = await open();
    const { sql } = db;
    await sql`create table notes (body text)`;
    const waiting = [1, 2, 3].map((n) => sql.begin((tx) => tx`select ${n}, pg_sleep(0.01)`));
    const killer = sql.unsafe("copy notes from stdin");
    const outcomes = await Promise.allSettled([killer, ...Array.from({ length: 20 }, () => sql`select 1`)]);
    await Promise.allSettled(waiting);
    expect(outcomes[0]).toMatchObject({ status: "rejected" });
    expect((await db.failed).message).toContain("protocol synchronization was lost");
    const later = await Promise.allSettled([sql`select 1`, sql`select 2`, sql.begin((tx) => tx`select 3`)]);
    for (const { status } of later) expect(status).toBe("rejected");
    await expect(sql`select 4`).rejects.toThrow(`The embedded database in ${place.home} failed`);
  });

  it("reaches those inside a transaction as an error they can catch", async () => {
    const db = await open();
    await db.sql`create table notes (body text)`;
    const inside = db.sql.begin(async (tx) => {
      await tx`insert into notes values ('never')`;
      await tx.unsafe("copy notes from stdin").catch(() => {});
      await tx`insert into notes values (${"never"})`;
    });
    await expect(inside).rejects.toThrow("failed");
    await db.close();
    const next = await open();
    expect(await next.sql`select body from notes`).toEqual([]);
  });

  it("leaves what was committed for the next start", async () => {
    const db = await open();
    await db.sql`create table notes (body text)`;
    await db.sql`insert into notes values ('kept')`;
    await db.sql.unsafe("copy notes from stdin").catch(() => {});
    await db.close();
    const next = await open();
    expect(await next.sql`select body from notes`).toEqual([{ body: "kept" }]);
  });

  it("follows when another process takes the directory", async () => {
    const db = await open();
    await writeFile(`${place.home}.lock`, "{}");
    expect((await db.failed).message).toContain("taken by another process");
    await expect(db.sql`select 1`).rejects.toThrow("taken by another process");
  });
});

async function open(): Promise<EmbeddedDatabase> {
  const db = await openEmbedded(place.home, { seed: await embeddedSeed() });
  opened.push(db);
  return db;
}

/** The state in pg_control: https://doxygen.postgresql.org/structControlFileData.html */
async function clusterState() {
  const control = await readFile(join(place.home, "global", "pg_control"));
  return { 1: "shut down", 6: "in production" }[control.readInt32LE(16)];
}
