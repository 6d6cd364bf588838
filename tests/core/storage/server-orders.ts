import { setTimeout as sleep } from "node:timers/promises";
import type { Sql, TransactionSql } from "../../../core/storage/database.ts";

const lines = [0, 1, 2];
const large = "x".repeat(50_000);

export async function createOrders(sql: Sql): Promise<void> {
  await sql`create table line (run text, number int, part int, body text, primary key (run, number, part))`;
}

/** Ten writers, each with some transactions of three lines one after the other; says what became of each. */
export async function writeOrders(sql: Sql, run: string, each = 3): Promise<Map<number, unknown>> {
  const outcomes = new Map<number, unknown>();
  const writer = async (first: number) => {
    for (let number = first; number < 10 * each; number += 10) {
      const write = ways[number % ways.length] ?? inTurn;
      outcomes.set(number, "unsettled");
      await sql
        .begin((tx) => write(tx, run, number))
        .then(
          () => outcomes.set(number, "acknowledged"),
          (error) => outcomes.set(number, error),
        );
    }
  };
  await Promise.all([...Array(10).keys()].map(writer));
  return outcomes;
}

/** What the table says against it; empty if all is well. */
export async function findMistakes(sql: Sql, run: string, outcomes: Map<number, unknown>): Promise<string[]> {
  const rows = await sql<{ number: number; parts: number }[]>`
    select number, count(*)::int as parts from line where run = ${run} group by number`;
  const parts = new Map(rows.map((row) => [row.number, row.parts]));
  return [...outcomes].flatMap(([number, outcome]) => {
    const kept = parts.get(number) ?? 0;
    if (outcome === "unsettled") return [`${run}/${number} never settled`];
    if (outcome === "acknowledged") return kept === 3 ? [] : [`${run}/${number} acknowledged, but ${kept} of 3 kept`];
    if (kept !== 0 && kept !== 3) return [`${run}/${number} failed, but ${kept} of 3 kept`];
    return isLoss(outcome) ? [] : [`${run}/${number} failed with ${outcome}`];
  });
}

/** What the error handler takes for a database that is away. */
export function isLoss(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(08|57P|CONNECTION_)/.test(code);
}

type Write = (tx: TransactionSql, run: string, number: number) => Promise<unknown>;

const insert = (tx: TransactionSql, run: string, number: number, part: number, body = "") =>
  tx`insert into line values (${run}, ${number}, ${part}, ${body})`;

const inTurn: Write = async (tx, run, number) => {
  for (const part of lines) {
    await insert(tx, run, number, part);
    await sleep(1);
  }
};

const pipelined: Write = (tx, run, number) => Promise.all(lines.map((part) => insert(tx, run, number, part)));

const withLargeTexts: Write = (tx, run, number) =>
  Promise.all(lines.map((part) => insert(tx, run, number, part, large)));

/** Goes on after a failed statement, for as long as another connection needs to come. */
const stubborn: Write = async (tx, run, number) => {
  for (const part of lines) {
    await insert(tx, run, number, part).catch(() => sleep(20));
    await sleep(2);
  }
};

const nested: Write = async (tx, run, number) => {
  await insert(tx, run, number, 0);
  await tx.savepoint((inner) => insert(inner, run, number, 1));
  await insert(tx, run, number, 2);
};

const ways = [inTurn, pipelined, withLargeTexts, stubborn, nested];
