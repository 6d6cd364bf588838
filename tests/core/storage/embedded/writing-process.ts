// Started by the tests as a process of its own: opens the database, says what is in it, and commits until it is killed.
import { writeSync } from "node:fs";
import { argv } from "node:process";
import { openEmbedded } from "../../../../core/storage/embedded/open-embedded.ts";
import { prepareOrders, readOrders, writeOrder } from "./written-orders.ts";

const [home, seed, round = "0", writers = "4"] = argv.slice(2);
if (!home) throw new Error("Say where the database is.");
const { sql } = await openEmbedded(home, seed ? { seed } : {});
await prepareOrders(sql);
say(JSON.stringify(await readOrders(sql)));
await Promise.all(Array.from({ length: Number(writers) }, (_, writer) => write(writer)));

async function write(writer: number) {
  for (let n = 0; ; n++) {
    const id = `${round}-${writer}-${n}`;
    await writeOrder(sql, id, writer);
    say(id);
  }
}

/** Straight into the pipe: what was acknowledged before a kill -9 is known outside. */
function say(line: string) {
  writeSync(1, `${line}\n`);
}
