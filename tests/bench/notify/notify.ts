import { platforms } from "../../chaos/platforms/index.ts";
import { captureEscalation } from "../accept/capture.ts";
import type { Bench, Report } from "../bench.ts";
import { escalation } from "../drive.ts";
import { eventually } from "../eventually.ts";
import { median, quantile } from "../median.ts";
import { bringUp, chatbotKind, makeVisitors, numberedId, openClient } from "../visitors.ts";
import { type Line, openLine } from "./open-line.ts";
import { bareDeskbell, deskbellTo, plainFetch, type Subject } from "./subject.ts";

const perSecond = 10;
const perRound = 200;
/** Slack and Teams take a post a second and channel: so many that nobody has to wait for that. */
const chatbots = Array.from({ length: 40 }, (_, index) => ({
  id: numberedId(chatbotKind, index),
  name: `Bench ${String(index).padStart(3, "0")}`,
}));

/** (b) How long after its commit an escalation is at the destination. */
export async function notify({ server, rounds, say }: Bench): Promise<Report> {
  const { database } = await server();
  const fresh = async (name: string) => {
    const url = await database(`notify_${name}`);
    await bringUp(url);
    return url;
  };
  const templates = await captureEscalation(await fresh("capture"));
  const subjects: Subject[] = [];
  const lines: Line[] = [];
  const delays = new Map<Subject, number[][]>();
  try {
    subjects.push(await bareDeskbell(await fresh("bare")));
    for (const platform of platforms) {
      const url = await fresh(platform.name);
      await visitorsAt(url, { first: 0, count: 0 });
      subjects.push(await deskbellTo(platform, url, chatbots));
    }
    subjects.push(await plainFetch(await fresh("plain"), templates));
    for (const subject of subjects) delays.set(subject, []);
    // Not before: a connection on which nothing is asked is closed after a while.
    for (const { title, port } of subjects) lines.push(await openLine(title, port));

    // Round 0 warms everybody up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      await Promise.race([playRound(subjects, lines, round), ...lines.map(({ refused }) => refused)]);
      if (round === 0) continue;
      for (const subject of subjects) delays.get(subject)?.push(delaysOf(subject));
      const p50 = subjects.map((subject) => quantile(delays.get(subject)?.at(-1) ?? [], 0.5).toFixed(2));
      say(`round ${round}: p50 ${p50.join(" / ")} ms`);
    }
  } finally {
    for (const line of lines) line.close();
    for (const subject of subjects) await subject.stop();
  }
  return report(subjects.map((subject) => ({ ...subject, delays: delays.get(subject) ?? [] })));
}

async function playRound(subjects: readonly Subject[], lines: readonly Line[], round: number): Promise<void> {
  const visitors = await Promise.all(
    subjects.map(({ databaseUrl }) => visitorsAt(databaseUrl, { first: round * perRound, count: perRound })),
  );
  for (const { commits, arrived } of subjects) for (const each of [commits, arrived]) each.clear();
  await steadily(perRound, (index) => {
    for (const [at, { send }] of lines.entries()) {
      const visitor = visitors[at]?.[index];
      if (visitor) setTimeout(() => send(escalation(0, visitor)), (at * 1_000) / perSecond / subjects.length);
    }
  });
  await eventually(() => subjects.every(({ arrived }) => arrived.size === perRound), 10_000);
}

function delaysOf({ arrived, commits }: Subject): number[] {
  return [...arrived].map(([conversation, came]) => came - (commits.get(conversation) ?? Number.NaN));
}

async function visitorsAt(url: string, which: { readonly first: number; readonly count: number }) {
  const sql = openClient(url, 1);
  try {
    return await makeVisitors(sql, { ...which, firstChatbot: 0, chatbots: chatbots.length });
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

type Measured = Pick<Subject, "name" | "title"> & { readonly delays: readonly (readonly number[])[] };

function report(measured: readonly Measured[]): Report {
  const p = ({ delays }: Measured, share: number) => median(delays.map((each) => quantile(each, share)));
  const plain = measured.find(({ name }) => name === "plain");
  const ratios = measured.flatMap((each) => {
    if (!plain || each === plain) return [];
    const bare = each.name === "bare";
    const name = bare ? "notify.p50_vs_plain_fetch" : `notify.${each.name}_p50_vs_plain_fetch`;
    return [{ name, value: p(each, 0.5) / p(plain, 0.5), wanted: bare ? { atMost: 1.5 } : null }];
  });
  return {
    title: "(b) from commit to the request at the destination",
    method: [
      `${measured[0]?.delays.length} rounds of ${perRound} escalations at ${perSecond}/s to each, by turns; medians of the rounds.`,
      "The clock starts when the server's answer to COMMIT passes a tap before the client, and stops when the request",
      "passes another one before the destination. To a platform: by its own adapter and SDK, with the card drawn from the",
      "database. plain: Express, the same statements, fetch straight after `await sql.begin`.",
    ],
    table: [
      ["", "p50 ms", "p99 ms"],
      ...measured.map((each) => [each.title, p(each, 0.5).toFixed(2), p(each, 0.99).toFixed(2)]),
    ],
    goals: ratios,
  };
}
