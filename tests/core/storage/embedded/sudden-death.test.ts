import { existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmbedded } from "../../../../core/storage/embedded/open-embedded.ts";
import { childProcesses } from "./child-process.ts";
import { embeddedSeed } from "./embedded-seed.ts";
import { temporaryHome } from "./temporary-home.ts";
import { readOrders, type WrittenOrders } from "./written-orders.ts";

let writing: Awaited<ReturnType<typeof childProcesses>>;
let seed: string;
beforeAll(async () => {
  seed = await embeddedSeed();
  writing = await childProcesses(new URL("./writing-process.ts", import.meta.url));
});
afterAll(() => writing.remove());

describe("a process that dies suddenly", () => {
  it("loses nothing it acknowledged and tears no transaction, ten times in a row", { timeout: 180_000 }, async () => {
    const place = await temporaryHome();
    const acknowledged: string[] = [];
    for (let round = 0; round < 10; round++) {
      const child = writing.start(place.home, seed, `${round}`);
      expectWhole(JSON.parse(await child.line(0)), acknowledged);
      await child.line(15 + round * 9);
      await child.kill();
      acknowledged.push(...child.lines.slice(1));
    }
    const { sql, close } = await openEmbedded(place.home);
    expectWhole(await readOrders(sql), acknowledged);
    await close();
    await place.remove();
  });

  it.each(["before the first file", "among the files"])(
    "leaves a directory the next start completes, when its first start ends %s",
    async (moment) => {
      const place = await temporaryHome();
      const draft = `${place.home}.new`;
      const child = writing.start(place.home, seed);
      const reached = () => existsSync(draft) && (moment.startsWith("before") || readdirSync(draft).length > 5);
      await expect.poll(reached, { interval: 1, timeout: 10_000 }).toBe(true);
      await child.kill();
      expect(existsSync(place.home)).toBe(false);

      const next = await openEmbedded(place.home, { seed });
      expect(await next.sql`select 1::int as n`).toEqual([{ n: 1 }]);
      await next.close();
      expect(readdirSync(place.folder)).toEqual(["database"]);
      await place.remove();
    },
  );

  it("leaves a directory the next start completes, when it ends inside initdb", { timeout: 60_000 }, async () => {
    const place = await temporaryHome();
    const child = writing.start(place.home);
    await expect.poll(() => existsSync(`${place.home}.new`), { interval: 1, timeout: 10_000 }).toBe(true);
    await child.kill();
    const next = await openEmbedded(place.home);
    expect(await next.sql`select 1::int as n`).toEqual([{ n: 1 }]);
    await next.close();
    expect(readdirSync(place.folder)).toEqual(["database"]);
    await place.remove();
  });
});

function expectWhole({ ids, torn, byIndex }: WrittenOrders, acknowledged: string[]) {
  const kept = new Set(ids);
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  expect(torn).toEqual([]);
  expect(byIndex).toBe(ids.length);
}
