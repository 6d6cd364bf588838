import { readdir, readFile } from "node:fs/promises";
import type { Sql } from "postgres";

export const migrationsFolder = new URL("./migrations/", import.meta.url);
/** Any fixed number; every instance asks for the same one. */
const lock = 7_001_000;

/** Brings the database to this version's schema, once, however many instances start at the same time. */
export async function migrate(sql: Sql): Promise<readonly string[]> {
  const files = (await readdir(migrationsFolder)).filter((file) => file.endsWith(".sql")).sort();
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${lock})`;
    await tx`create table if not exists migration (name text primary key, at timestamptz not null default now())`;
    const done = new Set((await tx<{ name: string }[]>`select name from migration`).map(({ name }) => name));
    const newer = [...done].filter((name) => !files.includes(name));
    if (newer.length > 0) {
      throw new Error(
        `The database has migrations that this version of Deskbell does not know (${newer.join(", ")}). Run the version that made them, or a newer one.`,
      );
    }
    const missing = files.filter((file) => !done.has(file));
    for (const file of missing) {
      await tx.unsafe(await readFile(new URL(file, migrationsFolder), "utf8"));
      await tx`insert into migration (name) values (${file})`;
    }
    return missing;
  });
}
