import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { ensureCluster } from "../../core/storage/embedded/ensure-cluster.ts";
import { embeddedSeed } from "../core/storage/embedded/embedded-seed.ts";
import { serverAnswers, serverUrl } from "./find-server.ts";

const hasServer = await serverAnswers();
if (!hasServer && process.env.CI === "true") {
  throw new Error(
    `CI needs a PostgreSQL server; none answers at ${serverUrl.replace(/\/\/.*@/, "//")} (set TEST_DATABASE_URL).`,
  );
}

/** The homes of the data that this machine can test on. */
export const homes: readonly Home[] = hasServer ? ["embedded", "server"] : ["embedded"];
export type Home = "embedded" | "server";

export interface TestHome {
  /** The variables that make Deskbell live there. */
  readonly env: Record<string, string>;
  remove(): Promise<void>;
}

/** A home of its own for a test file: a fresh database on the server, or a fresh directory. */
export async function makeHome(home: Home): Promise<TestHome> {
  const directory = await mkdtemp(join(tmpdir(), "deskbell-"));
  const removeDirectory = () => rm(directory, { recursive: true, force: true });
  if (home === "embedded") {
    await ensureCluster(join(directory, "pg"), { seed: await embeddedSeed(), log() {} });
    return { env: { DATA_DIR: directory }, remove: removeDirectory };
  }
  const name = `deskbell_test_${randomBytes(6).toString("hex")}`;
  await asAdmin((sql) => sql.unsafe(`create database ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    env: { DATA_DIR: directory, DATABASE_URL: url.href, APP_SECRET: "a secret of thirty-two characters or so" },
    async remove() {
      await asAdmin((sql) => sql.unsafe(`drop database ${name} with (force)`));
      await removeDirectory();
    },
  };
}

async function asAdmin(act: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(serverUrl, { max: 1, onnotice() {} });
  try {
    await act(sql);
  } finally {
    await sql.end();
  }
}
