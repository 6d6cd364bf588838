import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "postgres";
import type { Cluster } from "../support/postgres-cluster.ts";
import type { Instance, Instances } from "./instances.ts";
import { numberOf, type Takeover, watchTakeover } from "./takeover-watch.ts";

interface Stage {
  readonly instances: Instances;
  readonly cluster: Cluster;
  readonly sql: Sql;
  readonly random: () => number;
  readonly say: (what: string) => void;
}

const databaseAwayMs = 1_000;
/** Instances get their locks back before anybody is called dead, and this run does not measure that. */
const databaseCalmMs = 6_000;

/** Kills an instance every 3 to 5 seconds, and the database once when three quarters of the time are over. */
export async function killAround({ instances, cluster, sql, random, say }: Stage, seconds: number) {
  const takeovers: Promise<Takeover>[] = [];
  const began = performance.now();
  const left = () => seconds * 1_000 - (performance.now() - began);
  let databaseKills = 0;

  await sleep(2_000);
  while (left() > 0 || databaseKills === 0) {
    // Somebody must be there to take over; on a busy machine they are long in coming.
    await instances.untilReady();
    if (databaseKills === 0 && left() < seconds * 250) await killDatabase();
    else await killOne();
    await sleep(Math.min(3_000 + random() * 2_000, Math.max(0, left())));
  }
  return { takeovers: await Promise.all(takeovers), databaseKills };

  async function killOne(): Promise<void> {
    const lives = instances.all();
    const victim = lives[Math.floor(random() * lives.length)] as Instance;
    const { name } = victim;
    const number = await numberOf(sql, name);
    const killedAt = performance.now();
    instances.kill(victim);
    say(`killed ${name}`);
    if (number !== null) takeovers.push(watchTakeover(sql, name, number, killedAt));
  }

  async function killDatabase(): Promise<void> {
    await Promise.all(takeovers);
    databaseKills += 1;
    await cluster.kill9();
    say("killed PostgreSQL");
    await sleep(databaseAwayMs);
    await cluster.restart();
    say("PostgreSQL is back");
    await sleep(Math.min(databaseCalmMs, Math.max(0, left())));
  }
}
