import { captureEscalation } from "../accept/capture.ts";
import type { Bench, Report } from "../bench.ts";
import { escalation } from "../drive.ts";
import { eventually } from "../eventually.ts";
import { median, quantile } from "../median.ts";
import { startRole } from "../role.ts";
import { bringUp, makeVisitors, openClient } from "../visitors.ts";
import { openWireTap, type Statement } from "../wire-tap.ts";
import { openLine } from "./open-line.ts";
import { serveArrivals } from "./serve-arrivals.ts";

const perSecond = 20;
const perRound = 200;
const chatbots = 20;

/** (b) How long after its commit an escalation is at the destination. */
export async function notify({ server, rounds, say }: Bench): Promise<Report> {
  const { database } = await server();
  const [ours, plain, capture] = [await database("notify"), await database("fetch"), await database("capture")];
  for (const url of [ours, plain, capture]) await bringUp(url);
  const templates = await captureEscalation(capture);
  const arrivals = await serveArrivals();
  const commits = [new Map<string, number>(), new Map<string, number>()] as const;
  const taps = [await openWireTap(ours, keep(commits[0])), await openWireTap(plain, keep(commits[1]))] as const;
  const subjects = [
    await startRole("deskbell", { databaseUrl: taps[0].url, notify: arrivals.url("deskbell") }),
    await startRole("plain-handler", { databaseUrl: taps[1].url, templates, notify: arrivals.url("plain") }),
  ] as const;
  const lines = [await openLine(Number(subjects[0].told.port)), await openLine(Number(subjects[1].told.port))] as const;
  const delays: [number[][], number[][]] = [[], []];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const place = { first: round * perRound, count: perRound, firstChatbot: round * chatbots, chatbots };
      const visitors = [await visitorsAt(ours, place), await visitorsAt(plain, place)] as const;
      arrivals.forget();
      for (const each of commits) each.clear();
      await steadily(perRound, (index) => {
        for (const at of [0, 1] as const) {
          const visitor = visitors[at][index];
          if (visitor) setTimeout(() => lines[at].send(escalation(0, visitor)), (at * 500) / perSecond);
        }
      });
      const seen = [arrivals.at("deskbell"), arrivals.at("plain")] as const;
      await eventually(() => seen.every((each) => each.size === perRound), 10_000);
      if (round === 0) continue;
      for (const at of [0, 1] as const) {
        delays[at].push(
          [...seen[at]].map(([conversation, came]) => came - (commits[at].get(conversation) ?? Number.NaN)),
        );
      }
      say(`round ${round}: p50 ${delays.map((each) => quantile(each.at(-1) ?? [], 0.5).toFixed(2)).join(" / ")} ms`);
    }
  } finally {
    for (const line of lines) line.close();
    for (const subject of subjects) await subject.stop();
    for (const tap of taps) tap.close();
    arrivals.close();
  }
  return report(delays);
}

/** The moment at which the server's word that it is committed passes by. */
function keep(commits: Map<string, number>) {
  return (transaction: readonly Statement[]) => {
    const now = performance.now();
    const escalation = transaction.find(({ text }) => text.includes("insert into escalation"));
    for (const value of escalation?.values ?? []) if (value?.startsWith("0198")) commits.set(value, now);
  };
}

async function visitorsAt(url: string, place: Parameters<typeof makeVisitors>[1]) {
  const sql = openClient(url, 1);
  try {
    return await makeVisitors(sql, place);
  } finally {
    await sql.end();
  }
}

function steadily(count: number, act: (index: number) => void): Promise<void> {
  return new Promise((resolve) => {
    let index = 0;
    const timer = setInterval(() => {
      if (index < count) act(index++);
      else {
        clearInterval(timer);
        resolve();
      }
    }, 1_000 / perSecond);
  });
}

function report(delays: readonly [number[][], number[][]]): Report {
  const p = (at: 0 | 1, share: number) => median(delays[at].map((each) => quantile(each, share)));
  const row = (name: string, at: 0 | 1) => [name, p(at, 0.5).toFixed(2), p(at, 0.99).toFixed(2)];
  return {
    title: "(b) from commit to the request at the destination",
    method: [
      `${delays[0].length} rounds of ${perRound} escalations at ${perSecond}/s to each, by turns; medians of the rounds.`,
      "The clock starts when the server's answer to COMMIT passes a tap before the client, and stops when the request",
      "reaches the destination; plain: Express, the same statements, fetch straight after `await sql.begin`.",
    ],
    table: [["", "p50 ms", "p99 ms"], row("Deskbell", 0), row("plain fetch", 1)],
    goals: [{ name: "notify.p50_vs_plain_fetch", value: p(0, 0.5) / p(1, 0.5), wanted: { atMost: 1.5 } }],
  };
}
