import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "postgres";

export interface Takeover {
  /** The life that was ended. */
  readonly dead: string;
  readonly lanes: number;
  /** From the kill until survivors had seen it and let go of its lanes. */
  readonly seenMs: number;
  /** From the kill until every lane it held was claimed, or finished, by a survivor; null: not within the time. */
  readonly ms: number | null;
}

const lookEveryMs = 10;
const atMostMs = 20_000;

interface Held {
  readonly key: string;
  readonly claims: number;
}

/** The number under which a life of an instance claims lanes: that of the lock which its session holds. */
export async function numberOf(sql: Sql, name: string): Promise<number | null> {
  const [row] = await sql<{ number: number }[]>`
    select objid::bigint::int as number from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and classid = 7001001 and objsubid = 2 and granted and application_name = ${name}`;
  return row?.number ?? null;
}

/** Watches what becomes of the lanes of an instance that was killed at `killedAt` (of `performance.now()`). */
export async function watchTakeover(sql: Sql, dead: string, number: number, killedAt: number): Promise<Takeover> {
  const open = new Map<string, Held>();
  let lanes = 0;
  let seenMs = 0;
  for (;;) {
    const held = await sql<Held[]>`select key, claims from lane where claimed_by = ${number}`;
    if (held.length > 0) seenMs = performance.now() - killedAt;
    for (const lane of held) {
      if (!open.has(lane.key)) lanes += 1;
      open.set(lane.key, lane);
    }
    const waiting = await stillWaiting(sql, number, [...open.values()]);
    const ms = performance.now() - killedAt;
    for (const key of [...open.keys()]) if (!waiting.has(key)) open.delete(key);
    // A commit of the dead one may still be under way: what was in its hands is known only when the server let go of it.
    if (open.size === 0 && held.length === 0 && (await isForgotten(sql, number))) return { dead, lanes, seenMs, ms };
    if (ms > atMostMs) return { dead, lanes, seenMs, ms: null };
    await sleep(lookEveryMs);
  }
}

/** Neither gone, nor claimed since, nor put back for later by the dead one itself. */
async function stillWaiting(sql: Sql, number: number, lanes: readonly Held[]): Promise<ReadonlySet<string>> {
  if (lanes.length === 0) return new Set();
  const rows = await sql<{ key: string }[]>`
    select l.key from lane l
    join unnest(${lanes.map(({ key }) => key)}::text[], ${lanes.map(({ claims }) => claims)}::int[]) as h(key, claims)
      on l.key = h.key and l.claims = h.claims
    where l.claimed_by = ${number} or (l.claimed_by is null and l.next_at <= now())`;
  return new Set(rows.map(({ key }) => key));
}

async function isForgotten(sql: Sql, number: number): Promise<boolean> {
  const rows = await sql`
    select 1 from pg_locks where locktype = 'advisory' and classid = 7001001 and objid = ${number} and granted`;
  return rows.length === 0;
}
