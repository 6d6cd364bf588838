import { rmSync } from "node:fs";
import type { Bench, Report } from "../bench.ts";
import { median, spread } from "../median.ts";
import { startRole } from "../role.ts";
import { bringUp } from "../visitors.ts";
import { fillGraphile, fillLanes } from "./fill.ts";
import { installGraphile } from "./install-graphile.ts";

export const lanes = 500;
export const perLane = 20;
const workers = 10;
const total = lanes * perLane;

/** (c) How fast a full outbox is emptied: in order within each lane, one durable commit for each outcome. */
export async function drain({ server, rounds, say }: Bench): Promise<Report> {
  const { database } = await server();
  const ours = await database("lanes");
  await bringUp(ours);
  const peer = await installGraphile(say);
  const theirs = peer === null ? null : await database("graphile");
  const rates = { one: [] as number[], many: [] as number[], ordered: [] as number[], unordered: [] as number[] };
  const subjects: (() => Promise<void>)[] = [
    async () => void rates.one.push(await drainLanes(ours, 1)),
    async () => void rates.many.push(await drainLanes(ours, 50)),
  ];
  if (peer !== null && theirs !== null) {
    subjects.push(
      async () => void rates.ordered.push(await drainGraphile(theirs, peer, true)),
      async () => void rates.unordered.push(await drainGraphile(theirs, peer, false)),
    );
  }
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (let turn = 0; turn < subjects.length; turn += 1) await subjects[(round + turn) % subjects.length]?.();
      say(
        `round ${round + 1}: ${Object.values(rates)
          .map((each) => each.at(-1)?.toFixed(0) ?? "-")
          .join(" / ")}`,
      );
    }
  } finally {
    if (peer !== null) rmSync(peer, { recursive: true, force: true });
  }
  return report(rates);
}

async function drainLanes(url: string, chatbots: number): Promise<number> {
  await fillLanes(url, { lanes, perLane, chatbots });
  return timed("lane-worker", { databaseUrl: url, total, concurrency: workers });
}

async function drainGraphile(url: string, peer: string, ordered: boolean): Promise<number> {
  await fillGraphile(url, peer, { lanes, perLane, ordered });
  return timed("graphile", { databaseUrl: url, peer, total, concurrency: workers, ordered });
}

/** Deliveries a second. Whatever did not arrive once and in its place is no result. */
async function timed(name: string, given: object): Promise<number> {
  const role = await startRole(name, given);
  try {
    const { ms = 0, delivered, repeated, reordered, left } = await role.ask("go");
    if (delivered !== total || repeated !== 0 || reordered !== 0 || left !== 0) {
      throw new Error(`${name}: ${delivered} of ${total}, ${repeated} twice, ${reordered} out of order, ${left} left.`);
    }
    return total / (ms / 1_000);
  } finally {
    await role.stop();
  }
}

function report(rates: Readonly<Record<"one" | "many" | "ordered" | "unordered", number[]>>): Report {
  const row = (name: string, all: readonly number[]) => [name, spread(all)];
  const ratio = (name: string, against: readonly number[], atLeast: number) => ({
    name,
    value: median(rates.one) / median(against),
    wanted: { atLeast },
  });
  const peered = rates.ordered.length > 0;
  return {
    title: `(c) draining ${total} deliveries`,
    method: [
      `${rates.one.length} interleaved rounds; ${lanes} lanes of ${perLane}, ${workers} workers, a destination that does nothing.`,
      "Every delivery arrived once and in its lane's order in every round, else there would be no figure.",
      "graphile-worker 0.17 without localQueue; with order: one named queue for each lane.",
    ],
    table: [
      ["", "deliveries/s (min / median / max)"],
      row("Deskbell, one chatbot", rates.one),
      row("Deskbell, 50 chatbots", rates.many),
      ...(peered ? [row("graphile-worker, in order", rates.ordered)] : []),
      ...(peered ? [row("graphile-worker, no order", rates.unordered)] : []),
    ],
    goals: peered
      ? [ratio("drain.vs_graphile_ordered", rates.ordered, 4), ratio("drain.vs_graphile_unordered", rates.unordered, 1)]
      : [],
  };
}
