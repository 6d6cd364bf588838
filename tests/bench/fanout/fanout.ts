import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "postgres";
import type { Bench, Report } from "../bench.ts";
import { escalation } from "../drive.ts";
import { median, quantile } from "../median.ts";
import { bringUp, chatbotKind, makeVisitors, numberedId, openClient } from "../visitors.ts";
import { openBrokenEndpoints } from "./broken-endpoints.ts";
import { openLoad } from "./open-load.ts";
import { type Stage, setStage } from "./stage.ts";

/** Slack and Teams take a post a second and channel: so many that nobody has to wait for that. */
const chatbots = Array.from({ length: 300 }, (_, index) => ({
  id: numberedId(chatbotKind, index),
  name: `Bench ${String(index).padStart(3, "0")}`,
}));
const warmUpSeconds = 5;
const drainedWithinMs = 60_000;

interface Measured {
  readonly asked: number;
  readonly acknowledged: number;
  readonly delivered: number;
  /** Attempts to healthy destinations that did not succeed, and escalations that were not acknowledged. */
  readonly errors: number;
  readonly ack: { readonly p50: number; readonly p99: number };
  readonly destinations: ReadonlyMap<string, { readonly p50: number; readonly p99: number }>;
  readonly backlog: number;
  readonly drainMs: number;
  readonly cpuMs: number;
}

/** (f) Four destinations for each escalation, at a steady rate; then the same with endpoints that are broken. */
export async function fanout({ server, rounds, say, load }: Bench): Promise<Report> {
  const url = await (await server()).database("fanout");
  await bringUp(url);
  const sql = openClient(url, 2);
  const stage = await setStage(url, chatbots);
  const well: Measured[] = [];
  const broken: Measured[] = [];
  const afflicted = chatbots.slice(0, load.broken);
  let first = 0;
  try {
    const play = async (seconds: number, spared: readonly string[] = []) => {
      const count = Math.round(seconds * load.perSecond);
      const measured = await measure(sql, stage, { first, count, perSecond: load.perSecond, spared });
      first += count;
      return measured;
    };
    say(`warm-up: ${describe(await play(warmUpSeconds))}`);
    for (let round = 1; round <= rounds; round += 1) {
      well.push(await play(load.seconds));
      say(`round ${round}, all well: ${describe(well.at(-1))}`);
      const endpoints = await openBrokenEndpoints(stage.deskbell, afflicted);
      broken.push(await play(load.seconds, endpoints.addresses));
      say(`round ${round}, some broken: ${describe(broken.at(-1))}`);
      await endpoints.close();
    }
  } finally {
    await stage.stop();
    await sql.end();
  }
  return report(stage, well, broken, load);
}

interface Run {
  readonly first: number;
  readonly count: number;
  readonly perSecond: number;
  /** Destinations that are broken, and not waited for. */
  readonly spared: readonly string[];
}

async function measure(sql: Sql, stage: Stage, { first, count, perSecond, spared }: Run): Promise<Measured> {
  const visitors = await makeVisitors(sql, { first, count, firstChatbot: 0, chatbots: chatbots.length });
  const requests = visitors.map((visitor) => escalation(stage.port, visitor));
  const conversations = visitors.map(({ conversationId }) => conversationId);
  for (const { arrived } of stage.destinations) arrived.clear();
  const cpuBefore = await stage.cpuMs();
  const asked = await openLoad(stage.port, perSecond, requests);
  const backlog = await leftOf(sql, conversations, spared);
  const ended = performance.now();
  const answers = await Promise.all(asked);
  while ((await leftOf(sql, conversations, spared)) > 0 && performance.now() - ended < drainedWithinMs)
    await sleep(100);
  const drainMs = performance.now() - ended;
  const cpuMs = (await stage.cpuMs()) - cpuBefore;

  const acknowledged = answers.filter(({ status }) => status === 201);
  const commits = await commitsOf(sql, conversations);
  const [row] = await sql<{ delivered: number; failed: number }[]>`
    select count(distinct delivery_id) filter (where d.state = 'delivered')::int as delivered,
      count(*) filter (where a.outcome <> 'delivered')::int as failed
    from delivery d left join attempt a using (chatbot_id, delivery_id)
    where d.conversation_id = any(${conversations}::uuid[]) and d.address <> all(${spared})
      and d.event_type = 'conversation.escalated'`;
  const took = acknowledged.map(({ ms }) => ms);
  return {
    asked: count,
    acknowledged: acknowledged.length,
    delivered: row?.delivered ?? 0,
    errors: (row?.failed ?? 0) + count - acknowledged.length,
    ack: { p50: quantile(took, 0.5), p99: quantile(took, 0.99) },
    destinations: new Map(
      stage.destinations.map(({ name, arrived }) => {
        const delays = [...arrived].flatMap(([conversation, at]) => {
          const committed = commits.get(conversation);
          return committed === undefined ? [] : [performance.timeOrigin + at - committed];
        });
        return [name, { p50: quantile(delays, 0.5), p99: quantile(delays, 0.99) }];
      }),
    ),
    backlog,
    drainMs,
    cpuMs: cpuMs / count,
  };
}

async function leftOf(sql: Sql, conversations: readonly string[], spared: readonly string[]): Promise<number> {
  const [row] = await sql<{ left: number }[]>`
    select count(*)::int as left from delivery
    where state in ('pending', 'sending') and conversation_id between ${conversations[0] ?? null}::uuid
      and ${conversations.at(-1) ?? null}::uuid and address <> all(${spared})`;
  return row?.left ?? 0;
}

/** When each escalation was committed, as the server remembers it: nothing stands between it and Deskbell. */
async function commitsOf(sql: Sql, conversations: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ id: string; at: number }[]>`
    select conversation_id as id, extract(epoch from pg_xact_commit_timestamp(xmin))::float8 * 1000 as at from event
    where conversation_id = any(${conversations}::uuid[]) and type = 'conversation.escalated'`;
  return new Map(rows.map(({ id, at }) => [id, at]));
}

function describe(measured: Measured | undefined): string {
  if (!measured) return "";
  const { asked, acknowledged, delivered, errors, ack, destinations, backlog, drainMs, cpuMs } = measured;
  const each = [...destinations].map(([name, { p50, p99 }]) => `${name} ${p50.toFixed(0)}/${p99.toFixed(0)}`);
  return [
    `${acknowledged} of ${asked} acknowledged, ${delivered} delivered, ${errors} errors`,
    `ack ${ack.p50.toFixed(0)}/${ack.p99.toFixed(0)}, ${each.join(", ")} ms`,
    `${backlog} left, drained in ${(drainMs / 1_000).toFixed(1)} s, ${cpuMs.toFixed(1)} ms of CPU each`,
  ].join("; ");
}

function report(
  { destinations }: Stage,
  well: readonly Measured[],
  broken: readonly Measured[],
  { perSecond, seconds, broken: afflicted }: Bench["load"],
): Report {
  const of = (all: readonly Measured[], figure: (measured: Measured) => number) => median(all.map(figure));
  const row = (name: string, figure: (measured: Measured) => number, digits = 0) => [
    name,
    of(well, figure).toFixed(digits),
    of(broken, figure).toFixed(digits),
  ];
  const at = (name: string, which: "p50" | "p99") => (measured: Measured) =>
    measured.destinations.get(name)?.[which] ?? Number.NaN;
  const total = (figure: (measured: Measured) => number) =>
    [...well, ...broken].reduce((sum, each) => sum + figure(each), 0);
  return {
    title: `(f) ${perSecond} escalations/s to ${destinations.length} destinations each, for ${seconds} s`,
    method: [
      `${well.length} rounds; medians of them. Open model: whoever asks does not wait, and counts from when it was due.`,
      `${chatbots.length} chatbots, each with a Slack channel, a Teams channel, a recipient and an endpoint of its own; every`,
      "platform is a process, Deskbell with its adapters and SDKs one, on the same machine as the database and the client.",
      "The clock starts at the commit, as PostgreSQL remembers it, and stops when the request passes a tap before the platform.",
      `Some broken: ${afflicted} of the chatbots have three more endpoints, of which one hangs, one is dead, one says 429.`,
    ],
    table: [
      ["", "all well", "some broken"],
      row("escalations acknowledged", ({ acknowledged }) => acknowledged),
      row("deliveries to healthy destinations", ({ delivered }) => delivered),
      row("errors there", ({ errors }) => errors),
      row("acknowledged, p50 ms", ({ ack }) => ack.p50),
      row("acknowledged, p99 ms", ({ ack }) => ack.p99),
      ...destinations.flatMap(({ name, title }) => [
        row(`${title}, p50 ms`, at(name, "p50")),
        row(`${title}, p99 ms`, at(name, "p99")),
      ]),
      row("left when the load ended", ({ backlog }) => backlog),
      row("drained in, s", ({ drainMs }) => drainMs / 1_000, 1),
      row("CPU of Deskbell for each escalation, ms", ({ cpuMs }) => cpuMs, 1),
    ],
    goals: [
      { name: "fanout.errors", value: total(({ errors }) => errors), wanted: { atMost: 0 } },
      {
        name: "fanout.undelivered",
        value: total(({ asked, delivered }) => asked * destinations.length - delivered),
        wanted: { atMost: 0 },
      },
      { name: "fanout.drain_s", value: of(well, ({ drainMs }) => drainMs) / 1_000, wanted: { atMost: 2 } },
      ...destinations.map(({ name }) => ({
        name: `fanout.${name}_p99_beside_broken`,
        value: of(broken, at(name, "p99")) / of(well, at(name, "p99")),
        wanted: { atMost: 2 },
      })),
    ],
  };
}
