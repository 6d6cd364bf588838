import type { Bench, Report } from "../bench.ts";
import { type Driven, escalateAll, resumeAll } from "../drive.ts";
import { eventually } from "../eventually.ts";
import { median, spread } from "../median.ts";
import { type Played, startRole } from "../role.ts";
import { bringUp, makeVisitors, openClient, type Visitor } from "../visitors.ts";
import { captureEscalation } from "./capture.ts";
import { runPgbench } from "./run-pgbench.ts";

const clients = 10;
const chatbots = 100;
const perRound = 4_000;

interface Measured extends Driven {
  /** Processor time of the serving process for each escalation, in microseconds. */
  readonly cpu: number;
}

/** (a) How many escalations a second are accepted, durably, over HTTP. */
export async function accept({ server, rounds, say }: Bench): Promise<Report> {
  const { database, pgbench } = await server();
  const [ours, bare, plain] = [await database("accept"), await database("pgbench"), await database("plain")];
  for (const url of [ours, bare, plain]) await bringUp(url);
  const templates = await captureEscalation(await withSchema(database, "capture"));
  say(`captured ${templates.length} statements of one escalation`);
  const deskbell = await startRole("deskbell", { databaseUrl: ours, notify: null });
  const handler = await startRole("plain-handler", { databaseUrl: plain, templates, notify: null });
  const results = { deskbell: [] as Measured[], pgbench: [] as Driven[], plain: [] as Measured[] };
  try {
    // Round 0 warms everybody up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const place = { first: round * perRound, count: perRound, firstChatbot: round * chatbots, chatbots };
      const subjects = [
        async () => {
          const result = await overHttp(deskbell, await visitorsAt(ours, place), true);
          await drained(ours);
          results.deskbell.push(result);
        },
        async () => {
          if (pgbench === null) return;
          await visitorsAt(bare, place);
          const run = { pgbench, url: bare, templates, clients, perClient: perRound / clients, ...place };
          results.pgbench.push({ ...(await runPgbench(run)), p99: Number.NaN });
        },
        async () => void results.plain.push(await overHttp(handler, await visitorsAt(plain, place), false)),
      ];
      for (let turn = 0; turn < subjects.length; turn += 1) await subjects[(round + turn) % subjects.length]?.();
      if (round === 0) for (const kept of Object.values(results)) kept.length = 0;
      else say(`round ${round}: ${line(results.deskbell, results.pgbench, results.plain)}`);
    }
  } finally {
    await deskbell.stop();
    await handler.stop();
  }
  return report(results);
}

async function withSchema(database: (name: string) => Promise<string>, name: string): Promise<string> {
  const url = await database(name);
  await bringUp(url);
  return url;
}

async function visitorsAt(url: string, place: Parameters<typeof makeVisitors>[1]): Promise<Visitor[]> {
  const sql = openClient(url, 1);
  try {
    return await makeVisitors(sql, place);
  } finally {
    await sql.end();
  }
}

async function overHttp(served: Played, visitors: readonly Visitor[], known: boolean): Promise<Measured> {
  const port = Number(served.told.port);
  if (known) await resumeAll(port, visitors, clients);
  const before = await served.ask("cpu");
  const driven = await escalateAll(port, visitors, clients);
  const after = await served.ask("cpu");
  const spent = (after.user ?? 0) + (after.system ?? 0) - (before.user ?? 0) - (before.system ?? 0);
  return { ...driven, cpu: spent / visitors.length };
}

/** What one subject left to do must not fall into the next one's time. */
async function drained(url: string): Promise<void> {
  const sql = openClient(url, 1);
  await eventually(async () => (await sql`select 1 from lane limit 1`).length === 0, 60_000);
  await sql.end();
}

function line(...all: (readonly Driven[])[]): string {
  return all.map((each) => each.at(-1)?.perSecond.toFixed(0) ?? "-").join(" / ");
}

function report(results: { deskbell: Measured[]; pgbench: Driven[]; plain: Measured[] }): Report {
  const { deskbell, pgbench, plain } = results;
  const rate = (all: readonly Driven[]) => median(all.map((each) => each.perSecond));
  const row = (name: string, all: readonly (Driven & { cpu?: number })[]) => {
    const figures = (pick: (each: Driven & { cpu?: number }) => number | undefined, digits: number) => {
      const values = all.flatMap((each) => pick(each) ?? []).filter(Number.isFinite);
      return values.length > 0 ? median(values).toFixed(digits) : "-";
    };
    return [
      name,
      spread(all.map((each) => each.perSecond)),
      figures((each) => each.p50, 1),
      figures((each) => each.p99, 1),
      figures((each) => each.cpu, 0),
    ];
  };
  const ratio = (name: string, value: number, atLeast: number) => ({ name, value, wanted: { atLeast } });
  return {
    title: "(a) accepted escalations per second",
    method: [
      `${deskbell.length} interleaved rounds of ${perRound} escalations, each in a fresh conversation, over ${chatbots} chatbots; ${clients} clients.`,
      "Deskbell: over HTTP with origin and token; its one destination says yes at once, and is delivered to meanwhile.",
      "pgbench -M prepared: the statements of one such escalation as captured from the wire (p50: its mean).",
      "plain: Express, express.json and the same statements in sql.begin; no token, no origin, no delivering.",
    ],
    table: [
      ["", "escalations/s (min / median / max)", "p50 ms", "p99 ms", "cpu us each"],
      row("Deskbell", deskbell),
      ...(pgbench.length > 0 ? [row("pgbench", pgbench)] : []),
      row("plain handler", plain),
    ],
    goals: [
      ...(pgbench.length > 0 ? [ratio("accept.vs_pgbench", rate(deskbell) / rate(pgbench), 0.35)] : []),
      ratio("accept.vs_plain_handler", rate(deskbell) / rate(plain), 0.8),
    ],
  };
}
