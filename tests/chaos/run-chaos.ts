import { mkdtempSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { seededRandom } from "../stand-ins/seeded-random.ts";
import { startCluster } from "../support/postgres-cluster.ts";
import { balanceCallbacks } from "./balance-callbacks.ts";
import { chatbots } from "./chatbots.ts";
import { type Drained, drain } from "./drain.ts";
import { startInstances } from "./instances.ts";
import { killAround } from "./kill-schedule.ts";
import { createLedger } from "./ledger.ts";
import { type Load, startLoad } from "./load.ts";
import type { Findings } from "./oracle/findings.ts";
import { judge } from "./oracle/judge.ts";
import { readDatabase, readStory } from "./oracle/read-database.ts";
import { readSlack } from "./oracle/read-slack.ts";
import { spawnStandIn } from "./stand-in.ts";
import type { Takeover } from "./takeover-watch.ts";

export interface ChaosOptions {
  readonly seconds: number;
  readonly seed: number;
  /** The two scripts that run as processes, as built. */
  readonly programs: { readonly instance: string; readonly standIn: string };
  readonly say?: (what: string) => void;
  /** Ends everything early, and leaves nothing behind but the folder. */
  readonly signal?: AbortSignal;
}

export interface Report {
  readonly seed: number;
  readonly seconds: number;
  readonly acknowledged: { readonly escalations: number; readonly messages: number; readonly presses: number };
  readonly findings: Findings;
  /** The deliveries of the first conversation that something is wrong with. */
  readonly story: readonly string[];
  readonly takeovers: readonly Takeover[];
  readonly kills: { readonly instances: number; readonly database: number };
  readonly crashes: readonly string[];
  readonly complaints: readonly string[];
  readonly unanswered: readonly string[];
  readonly drained: Drained;
  readonly attempts: readonly { readonly outcome: string; readonly count: number }[];
  readonly load: readonly number[];
  /** Logs of every instance, and the journal of what Slack accepted. */
  readonly folder: string;
}

/** How long conversations may take to come to their end once nothing is broken any more. */
const lastWordsMs = 120_000;

export async function runChaos(options: ChaosOptions): Promise<Report> {
  const undo: Undo = [];
  const playing = play(options, undo);
  try {
    return await Promise.race([playing, untilAborted(options.signal)]);
  } finally {
    // What was abandoned in the middle has nothing more to say.
    playing.catch(() => {});
    for (const end of undo) await end().catch((error) => options.say?.(`not ended cleanly: ${error}`));
  }
}

type Undo = (() => Promise<unknown>)[];

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("The run was ended."))));
}

async function play({ seconds, seed, programs, say = () => {} }: ChaosOptions, undo: Undo): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "deskbell-chaos-"));
  const cluster = await startCluster();
  undo.unshift(cluster.stop);
  const slack = await spawnStandIn(programs.standIn, [
    ...["--journal", join(folder, "journal.jsonl")],
    ...chatbots.flatMap(({ channel, name }) => ["--channel", `${channel}:${name.replace(" ", "-").toLowerCase()}`]),
  ]);
  undo.unshift(slack.stop);
  const instances = await startInstances({
    program: programs.instance,
    count: 2,
    folder,
    databaseUrl: cluster.url,
    env: {
      DATA_DIR: folder,
      APP_SECRET: "a secret that is long enough for a run",
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
    },
  });
  undo.unshift(instances.stop);
  const balancer = await balanceCallbacks(instances.urls);
  undo.unshift(balancer.stop);
  const sql = postgres(cluster.url, { max: 4, onnotice() {}, connection: { application_name: "chaos-oracle" } });
  undo.unshift(() => sql.end({ timeout: 2 }));

  await slack.control("callbacks", { url: `${balancer.url}/adapters/slack/events` });
  for (const { channel, id } of chatbots)
    await slack.control("command", { channel, command: "/deskbell", text: `connect ${id}` });
  await slack.control("misbehave", { share: 0.3, seed });
  await slack.control("misbehave", { how: "deliver_twice", share: 0.1, seed });
  await slack.control("misbehave", { how: "deliver_late", ms: 1_500, share: 0.1, seed });
  say(`two instances, ${chatbots.length} chatbots, Slack misbehaves on 30 % of calls; logs and journal: ${folder}`);

  const ledger = createLedger();
  const load: Load = startLoad({ urls: instances.urls, slack, ledger, seed, seconds });
  const { takeovers, databaseKills } = await killAround(
    { instances, cluster, sql, random: seededRandom(seed + 7_919), say },
    seconds,
  );
  const busy = loadavg();
  await slack.control("behave", {});
  await instances.untilReady();
  say(`the load is over: ${ledger.escalations()} escalations acknowledged; Slack behaves again`);
  await Promise.race([load.over, sleep(lastWordsMs).then(load.giveUp)]);
  await load.over;
  const drained = await drain(sql);
  say(`drained in ${Math.round(drained.ms / 1_000)} s`);
  // A press in vain has its card drawn anew, best effort and not awaited.
  await sleep(1_000);

  const truth = await readDatabase(sql);
  const findings = judge(ledger.conversations, truth, readSlack(await slack.channels()));
  const [first] = Object.values(findings).flat();
  return {
    seed,
    seconds,
    acknowledged: { escalations: ledger.escalations(), messages: ledger.messages(), presses: ledger.presses() },
    findings,
    story: first ? await readStory(sql, first.conversationId) : [],
    takeovers,
    kills: { instances: instances.killed(), database: databaseKills },
    crashes: instances.crashes,
    complaints: ledger.complaints,
    unanswered: ledger.unanswered,
    drained,
    attempts: truth.attempts,
    load: busy,
    folder,
  };
}
