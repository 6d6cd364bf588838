import { existsSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { findPostgres, startCluster } from "../support/postgres-cluster.ts";

export interface Server {
  /** Says where it is and where it came from. */
  readonly described: string;
  /** Where pgbench is; null where it is not. */
  readonly pgbench: string | null;
  /** An empty database on it, dropped again by `close`. */
  database(name: string): Promise<string>;
  close(): Promise<void>;
}

/** The server of DATABASE_URL, or a throw-away one from the machine's own binaries. */
export async function findServer(): Promise<Server> {
  const binaries = findPostgres();
  const given = process.env.DATABASE_URL;
  if (!given && binaries === null) {
    throw new Error(
      "No PostgreSQL: set DATABASE_URL to a server on which databases may be made, or install one (sudo apt-get install -y postgresql).",
    );
  }
  const own = given ? null : await startCluster({ settings: ["max_wal_size=4GB", "track_commit_timestamp=on"] });
  const url = own?.url ?? given ?? "";
  const made: string[] = [];
  const asAdmin = async <T>(act: (sql: postgres.Sql) => Promise<T>): Promise<T> => {
    const sql = postgres(url, { max: 1, onnotice() {} });
    try {
      return await act(sql);
    } finally {
      await sql.end();
    }
  };
  const [version] = await asAdmin(
    (sql) => sql<{ version: string }[]>`select current_setting('server_version') as version`,
  );
  return {
    described: `PostgreSQL ${version?.version}, ${own ? `throw-away cluster started from ${binaries}` : "the server of DATABASE_URL"}`,
    pgbench: binaries !== null && existsSync(join(binaries, "pgbench")) ? join(binaries, "pgbench") : null,
    async database(name) {
      const full = `deskbell_bench_${name}_${process.pid}`;
      await asAdmin(async (sql) => {
        await sql.unsafe(`drop database if exists ${full} with (force)`);
        await sql.unsafe(`create database ${full}`);
      });
      made.push(full);
      const place = new URL(url);
      place.pathname = `/${full}`;
      return place.href;
    },
    async close() {
      if (own) return own.stop();
      for (const name of made) await asAdmin((sql) => sql.unsafe(`drop database if exists ${name} with (force)`));
    },
  };
}
