import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedDatabase, openEmbedded } from "../../../../core/storage/embedded/open-embedded.ts";
import { embeddedSeed } from "./embedded-seed.ts";
import { temporaryHome } from "./temporary-home.ts";

let db: EmbeddedDatabase;
let place: Awaited<ReturnType<typeof temporaryHome>>;

beforeAll(async () => {
  place = await temporaryHome();
  db = await openEmbedded(place.home, { seed: await embeddedSeed() });
  await db.sql`create table notes (id int primary key, body text not null)`;
});
afterAll(async () => {
  await db.close();
  await place.remove();
});

describe("the bridge between many connections and the one session", () => {
  it("gives each of 200 mixed concurrent queries its own answer", async () => {
    const { sql } = db;
    const answers = await Promise.all(
      range(200).map(async (n) => {
        if (n % 4 === 0) return (await sql`select ${n}::int as n`)[0]?.n;
        if (n % 4 === 1) return Number((await sql.unsafe("select $1::int + $2::int as n", [n, 0]))[0]?.n);
        if (n % 4 === 2) return (await sql`select ${"x".repeat(n * 40)} as text, ${n}::int as n`)[0]?.n;
        return (await sql`select body, ${n}::int as n from (values ('one')) as t (body)`)[0]?.n;
      }),
    );
    expect(answers).toEqual(range(200));
  });

  it("keeps what 50 parallel transactions commit, and nothing of those rolled back", async () => {
    const { sql } = db;
    const outcomes = await Promise.allSettled(
      range(50).map((n) =>
        sql.begin(async (tx) => {
          await tx`insert into notes values (${n * 2}, 'first')`;
          if (n % 5 === 0) throw new Error("changed my mind");
          await tx`insert into notes values (${n * 2 + 1}, 'second')`;
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(10);
    const kept = await sql<{ id: number }[]>`select id from notes order by id`;
    expect(kept.map(({ id }) => id)).toEqual(range(100).filter((id) => Math.floor(id / 2) % 5 !== 0));
  });

  it("gives errors to who asked, and answers to the others", async () => {
    const { sql } = db;
    const outcomes = await Promise.allSettled(
      range(100).map((n) => (n % 3 === 0 ? sql`select ${n}::int / 0` : sql`select ${n}::int as n`)),
    );
    for (const [n, outcome] of outcomes.entries()) {
      if (n % 3 === 0) expect(outcome).toMatchObject({ reason: { code: "22012" } });
      else expect(outcome).toMatchObject({ value: [{ n }] });
    }
  });

  it("keeps a statement that fails to parse from eating its neighbours' messages", async () => {
    const { sql } = db;
    const outcomes = await Promise.allSettled(
      range(60).map((n) =>
        n % 2 ? sql.unsafe(`select ${n} from nowhere where $1::int = 1`, [n]) : sql`select ${n}::int as n`,
      ),
    );
    for (const [n, outcome] of outcomes.entries()) {
      expect(outcome).toMatchObject(n % 2 ? { reason: { code: "42P01" } } : { value: [{ n }] });
    }
  });

  it("carries arrays, jsonb with its own keys, dates and large texts both ways", async () => {
    const { sql } = db;
    const when = new Date("2024-02-29T12:34:56.789Z");
    const large = "é".repeat(1_000_000);
    const [row] =
      await sql`select ${["a", "b,c", 'd"e']}::text[] as some_texts, ${sql.json({ user_name: [1, null] })}::jsonb as data,
      ${when}::timestamptz as written_at, ${large}::text as large, null as nothing`;
    expect(row).toEqual({
      someTexts: ["a", "b,c", 'd"e'],
      data: { user_name: [1, null] },
      writtenAt: when,
      large,
      nothing: null,
    });
  });

  it("streams a cursor while others go on asking", async () => {
    const { sql } = db;
    const read: number[] = [];
    const others = Promise.all(range(10).map((n) => sql`select ${n}::int as n`));
    for await (const rows of sql`select generate_series(1, 500)::int as n`.cursor(50))
      read.push(...rows.map(({ n }) => n));
    expect(read).toHaveLength(500);
    expect((await others).map(([row]) => row?.n)).toEqual(range(10));
  });

  it("tells every listener of a notification", async () => {
    const { sql } = db;
    const heard: string[] = [];
    const expected = range(5).map((n) => `ring ${n}`);
    const first = await sql.listen("bell", (payload) => heard.push(`first ${payload}`));
    const second = await sql.listen("bell", (payload) => heard.push(`second ${payload}`));
    for (const payload of expected) await sql.notify("bell", payload);
    await expect.poll(() => heard.length).toBe(10);
    for (const listener of ["first", "second"]) {
      expect(heard.filter((one) => one.startsWith(listener))).toEqual(expected.map((one) => `${listener} ${one}`));
    }
    await first.unlisten();
    await second.unlisten();
  });
});

function range(length: number): number[] {
  return Array.from({ length }, (_, n) => n);
}
