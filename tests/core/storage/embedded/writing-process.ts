// Started by the tests as a process of its own: opens the database and commits until it is killed.
import { writeSync } from "node:fs";
import { argv } from "node:process";
import { openEmbedded } from "../../../../core/storage/embedded/open-embedded.ts";

const [home, seed, round = "0", writers = "4"] = argv.slice(2);
if (!home) throw new Error("home missing");
const { sql } = await openEmbedded(home, seed ? { seed } : {});
say("open");
await sql`create table if not exists orders (id text primary key, writer int not null)`;
await sql`create table if not exists lines (order_id text not null, place int not null, primary key (order_id, place))`;
await sql`create table if not exists totals (writer int primary key, orders int not null)`;
await Promise.all(Array.from({ length: Number(writers) }, (_, writer) => write(writer)));

async function write(writer: number) {
  for (let n = 0; ; n++) {
    const id = `${round}-${writer}-${n}`;
    await sql.begin(async (tx) => {
      await tx`insert into orders values (${id}, ${writer})`;
      await tx`insert into lines values (${id}, 1), (${id}, 2)`;
      await tx`insert into totals values (${writer}, 1) on conflict (writer) do update set orders = totals.orders + 1`;
    });
    say(id);
  }
}

/** Straight into the pipe: what was acknowledged before a kill -9 is known outside. */
function say(line: string) {
  writeSync(1, `${line}\n`);
}
