import { readdir } from "node:fs/promises";
import type { Chatbot } from "../domain/chatbot.ts";
import { createChatbots } from "./chatbots.ts";
import type { Database, Sql } from "./database.ts";
import { migrationsFolder } from "./migrate.ts";
import { readUnwell } from "./outbox/health.ts";
import { labelOf } from "./outbox/pause.ts";

/** What is there, read without changing anything. */
export interface Insight {
  /** "15.20" */
  readonly version: string;
  readonly serverTime: Date;
  /** From asking for the time to having it. */
  readonly roundTripMs: number;
  /** Whether one connection is one session, as locks need it. */
  readonly keepsSessions: boolean;
  readonly migrations: { readonly missing: readonly string[]; readonly unknown: readonly string[] };
  readonly chatbots: readonly Chatbot[];
  readonly paused: readonly { readonly adapter: string; readonly place: string; readonly reason: string }[];
  /** Deliveries that wait for longer than `lateAfterMinutes`, by adapter, paused destinations left out. */
  readonly late: readonly { readonly adapter: string; readonly count: number; readonly since: Date }[];
}

export const lateAfterMinutes = 10;

export async function lookInto(database: Database): Promise<Insight> {
  const { sql } = database;
  const asked = performance.now();
  const [row] = await sql<{ version: string; serverTime: Date }[]>`
    select current_setting('server_version') as version, now() as server_time`;
  if (!row) throw new Error("The database answered with nothing.");
  const roundTripMs = performance.now() - asked;
  const migrations = await compareMigrations(sql);
  const common = {
    version: row.version.split(" ")[0] ?? row.version,
    serverTime: row.serverTime,
    roundTripMs,
    keepsSessions: database.session === null || (await keepsSession(database.session)),
    migrations,
  };
  if (migrations.missing.length > 0) return { ...common, chatbots: [], paused: [], late: [] };
  const chatbots = await readChatbots(sql);
  return { ...common, chatbots, paused: await readPaused(sql), late: await readLate(sql) };
}

/** A pooler in transaction mode answers the second statement from wherever it likes. */
async function keepsSession(session: Sql): Promise<boolean> {
  const key = 7_001_002;
  const number = Math.floor(performance.now() * 1_000) % 2_147_483_647;
  await session`select pg_try_advisory_lock(${key}, ${number})`;
  const held = await session`
    select 1 from pg_locks where locktype = 'advisory' and classid = ${key} and objid = ${number}
    and granted and pid = pg_backend_pid()`;
  await session`select pg_advisory_unlock(${key}, ${number})`;
  return held.length > 0;
}

async function compareMigrations(sql: Sql): Promise<Insight["migrations"]> {
  const files = (await readdir(migrationsFolder)).filter((file) => file.endsWith(".sql")).sort();
  const [table] = await sql<{ there: boolean }[]>`select to_regclass('migration') is not null as there`;
  if (!table?.there) return { missing: files, unknown: [] };
  const done = new Set((await sql<{ name: string }[]>`select name from migration`).map(({ name }) => name));
  return {
    missing: files.filter((file) => !done.has(file)),
    unknown: [...done].filter((name) => !files.includes(name)),
  };
}

async function readChatbots(sql: Sql): Promise<readonly Chatbot[]> {
  const chatbots = createChatbots(sql);
  const all = await Promise.all((await chatbots.names()).map(({ id }) => chatbots.now(id)));
  return all.filter((chatbot) => chatbot !== null);
}

async function readPaused(sql: Sql): Promise<Insight["paused"]> {
  const broken = (await readUnwell(sql)).filter(({ health, held }) => health === "paused" && !held);
  const places = await Promise.all(
    broken.map(async (each) => ({
      adapter: each.adapter,
      place: (await labelOf(sql, each)) ?? each.address,
      reason: each.reason ?? "",
    })),
  );
  return [...new Map(places.map((each) => [`${each.adapter} ${each.place}`, each])).values()];
}

async function readLate(sql: Sql): Promise<Insight["late"]> {
  return sql<Insight["late"]>`
    select d.adapter, count(*)::int as count, min(d.created_at) as since
    from delivery d join lane l on l.chatbot_id = d.chatbot_id and l.key = d.lane
    where d.state in ('pending', 'sending') and l.next_at < 'infinity'
    and d.created_at < now() - ${lateAfterMinutes} * interval '1 minute'
    group by d.adapter order by d.adapter`;
}
