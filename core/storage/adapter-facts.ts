import type { Sql } from "./database.ts";

/** What an adapter wants to know again after a restart; null forgets it. */
export async function remember(sql: Sql, adapter: string, name: string, fact: string | null): Promise<void> {
  if (fact === null) await sql`delete from adapter_fact where adapter = ${adapter} and name = ${name}`;
  else {
    await sql`
      insert into adapter_fact (adapter, name, fact) values (${adapter}, ${name}, ${fact})
      on conflict (adapter, name) do update set fact = excluded.fact where adapter_fact.fact <> excluded.fact`;
  }
}

/** By name, of those whose name begins so. */
export async function recall(sql: Sql, adapter: string, beginning: string): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ name: string; fact: string }[]>`
    select name, fact from adapter_fact where adapter = ${adapter} and starts_with(name, ${beginning})`;
  return new Map(rows.map(({ name, fact }) => [name, fact]));
}
