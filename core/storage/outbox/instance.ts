import { randomInt } from "node:crypto";
import type { Database, Sql } from "../database.ts";

/** First key of the advisory locks that say which instances live. */
const lockSpace = 7_001_001;

/** A lease behind the lock: an instance that is stopped without dying loses its lanes after this. */
const leaseSeconds = 60;

/** Most lanes are long done with by then: what is not renewed cannot be in the way of its settling (or deadlock with it). */
const renewAfterSeconds = 20;

/** After a server's restart: how long instances have to take their locks again before anybody is called dead. */
const graceMs = 3_000;

/**
 * How the instances know of each other: each holds a session advisory lock under its own number, which the server
 * frees the moment the process dies. Survivors hand the dead one's lanes to whoever is free.
 */
export interface Liveness {
  readonly instance: number;
  /** Lets go of the lanes of instances that died; returns how many. */
  takeOver(): Promise<number>;
  /** Says which lanes this instance works on; others that it holds (an answer of the database was lost) are let go. */
  renew(lanes: readonly string[]): Promise<void>;
  /** Hands back everything this instance holds. */
  leave(): Promise<void>;
}

export async function joinInstances(database: Database): Promise<Liveness> {
  const instance = randomInt(1, 2_147_483_647);
  return database.session ? amongOthers(database.sql, database.session, instance) : alone(database.sql, instance);
}

/** The directory's lock says that nobody else is there: whatever is claimed was claimed by a process that is gone. */
async function alone(sql: Sql, instance: number): Promise<Liveness> {
  await sql`update lane set claimed_by = null, claimed_at = null, next_at = now() where claimed_by <> ${instance}`;
  return {
    instance,
    takeOver: async () => 0,
    renew: createRenew(sql, instance),
    leave: () => handBack(sql, instance),
  };
}

/** All on the session: on the other connections it would wait in line behind the visitors. */
async function amongOthers(sql: Sql, session: Sql, instance: number): Promise<Liveness> {
  await lockOn(session, instance);
  /** Seen missing once; taken over if still missing the next time. */
  let suspects = new Set<number>();
  let judgesFrom = 0;

  return {
    instance,

    async takeOver() {
      if (!(await holds(session, instance))) {
        // The server restarted, or cut the session: others lost their locks too, and get time to come back.
        await lockOn(session, instance);
        suspects = new Set();
        judgesFrom = performance.now() + graceMs;
      }
      if (performance.now() < judgesFrom) return 0;
      const rows = await findAbandoned(session, instance);
      const dead = rows.filter((row) => suspects.has(row.claimedBy));
      suspects = new Set(rows.map((row) => row.claimedBy));
      let lanes = 0;
      for (const { claimedBy, expired } of dead) lanes += await release(session, claimedBy, instance, expired);
      return lanes;
    },

    renew: createRenew(session, instance),

    async leave() {
      await handBack(sql, instance);
      await session`select pg_advisory_unlock(${lockSpace}, ${instance})`;
    },
  };
}

async function lockOn(session: Sql, instance: number): Promise<void> {
  const [row] = await session<{ locked: boolean }[]>`select pg_try_advisory_lock(${lockSpace}, ${instance}) as locked`;
  // Still held by the session that was just cut off: the server frees it in a moment.
  if (!row?.locked) throw new Error(`The lock of instance ${instance} is not free yet.`);
}

async function holds(session: Sql, instance: number): Promise<boolean> {
  const rows = await session`
    select 1 from pg_locks where locktype = 'advisory' and classid = ${lockSpace} and objid = ${instance}
    and objsubid = 2 and granted and pid = pg_backend_pid()`;
  return rows.length > 0;
}

function findAbandoned(session: Sql, instance: number) {
  return session<{ claimedBy: number; expired: boolean }[]>`
    select claimed_by, bool_and(claimed_at < now() - ${leaseSeconds} * interval '1 second') as expired
    from lane where claimed_by is not null and claimed_by <> ${instance}
    and (claimed_at < now() - ${leaseSeconds} * interval '1 second' or claimed_by::oid not in (
      select objid from pg_locks
      where locktype = 'advisory' and classid = ${lockSpace} and objsubid = 2 and granted))
    group by claimed_by`;
}

async function release(session: Sql, dead: number, survivor: number, expired: boolean): Promise<number> {
  return session.begin(async (tx) => {
    const rows = await tx`
      update lane set claimed_by = null, claimed_at = null, next_at = least(next_at, now()) where claimed_by = ${dead}
      ${expired ? tx`and claimed_at < now() - ${leaseSeconds} * interval '1 second'` : tx``} returning 1`;
    if (rows.length > 0)
      await tx`insert into takeover (dead, survivor, lanes) values (${dead}, ${survivor}, ${rows.length})`;
    return rows.length;
  });
}

/**
 * Renews what is in hand. What is held, but was in nobody's hand when it was seen and is not the next time either, was
 * claimed by a statement whose answer got lost. Once is not enough: it may have been claimed after `lanes` was read.
 */
function createRenew(sql: Sql, instance: number) {
  let unknown: readonly string[] = [];

  return async (lanes: readonly string[]): Promise<void> => {
    await sql`
      update lane set claimed_at = now() where claimed_by = ${instance} and key = any(${lanes as string[]})
      and claimed_at < now() - ${renewAfterSeconds} * interval '1 second'`;
    await sql`
      update lane set claimed_by = null, claimed_at = null, next_at = now()
      where claimed_by = ${instance} and key <> all(${lanes as string[]})
      and key || ' ' || claims = any(${unknown as string[]})`;
    const held = await sql<{ claim: string }[]>`
      select key || ' ' || claims as claim from lane
      where claimed_by = ${instance} and key <> all(${lanes as string[]})`;
    unknown = held.map(({ claim }) => claim);
  };
}

/** What never went out is not counted as an attempt by whoever comes next; what is in flight stays marked. */
async function handBack(sql: Sql, instance: number): Promise<void> {
  await sql`update lane set claimed_by = null, claimed_at = null, next_at = now() where claimed_by = ${instance}`;
}
