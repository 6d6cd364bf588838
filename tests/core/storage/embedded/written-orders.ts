import type postgres from "postgres";

export interface WrittenOrders {
  ids: string[];
  /** Orders without both lines, and writers whose count is wrong: a transaction came in half. */
  torn: string[];
  byIndex: number;
}

export async function prepareOrders(sql: postgres.Sql) {
  await sql`create table if not exists orders (id text primary key, writer int not null)`;
  await sql`create table if not exists lines (order_id text not null, place int not null, primary key (order_id, place))`;
  await sql`create table if not exists totals (writer int primary key, orders int not null)`;
}

export async function writeOrder(sql: postgres.Sql, id: string, writer: number) {
  await sql.begin(async (tx) => {
    await tx`insert into orders values (${id}, ${writer})`;
    await tx`insert into lines values (${id}, 1), (${id}, 2)`;
    await tx`insert into totals values (${writer}, 1) on conflict (writer) do update set orders = totals.orders + 1`;
  });
}

export async function readOrders(sql: postgres.Sql): Promise<WrittenOrders> {
  const orders = await sql<{ id: string }[]>`select id from orders`;
  const torn = await sql<{ what: string }[]>`
    select id as what from orders where (select count(*) from lines where order_id = id) <> 2
    union all
    select 'writer ' || writer from totals
    where orders <> (select count(*) from orders where orders.writer = totals.writer)`;
  const [index] = await sql.begin(async (tx) => {
    await tx`set local enable_seqscan = off`;
    return tx<{ n: number }[]>`select count(*)::int as n from orders where id > ''`;
  });
  return { ids: orders.map(({ id }) => id), torn: torn.map(({ what }) => what), byIndex: index?.n ?? 0 };
}
