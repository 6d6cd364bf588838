import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "postgres";

export interface Drained {
  readonly ms: number;
  /** Deliveries that were not over in the end. */
  readonly left: number;
  /** Lanes that waited for a far-off next try, and were called early. */
  readonly hastened: number;
}

/** A request that its client gave up on may still be under way. */
const quietForMs = 2_000;
const patientForMs = 60_000;
const hastenEveryMs = 5_000;
const atMostMs = 240_000;

/** Waits until every delivery is over. After a minute, what only waits for its own next try is called early. */
export async function drain(sql: Sql): Promise<Drained> {
  const began = performance.now();
  const hastened = new Set<string>();
  let emptySince: number | null = null;
  let hastenAt = patientForMs;
  for (;;) {
    const ms = performance.now() - began;
    const [row] = await sql<{ left: number }[]>`
      select count(*)::int as left from delivery where state in ('pending', 'sending')`;
    const left = row?.left ?? 0;
    emptySince = left === 0 ? (emptySince ?? ms) : null;
    const isOver = emptySince !== null && ms - emptySince >= quietForMs;
    if (isOver || ms > atMostMs) return { ms, left, hastened: hastened.size };
    if (ms > hastenAt) {
      for (const key of await hasten(sql)) hastened.add(key);
      hastenAt = ms + hastenEveryMs;
    }
    await sleep(250);
  }
}

/** Doubt ages with them: what a platform would have told by now, it has told. */
async function hasten(sql: Sql): Promise<readonly string[]> {
  const rows = await sql<{ key: string }[]>`
    with called as (
      update lane set next_at = now()
      where claimed_by is null and not parked and next_at > now() + interval '15 seconds' and next_at < 'infinity' returning key
    ), aged as (
      update delivery d set uncertain_since = uncertain_since - interval '2 minutes'
      from called where d.lane = called.key and d.uncertain_since is not null
    ) select key from called`;
  return rows.map(({ key }) => key);
}
