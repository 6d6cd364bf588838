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
import type { Tally } from "./oracle/tally.ts";
import { platforms } from "./platforms/index.ts";
import type { OpenPlatform, Platform } from "./platforms/platform.ts";
import { spawnStandIn } from "./stand-in.ts";
import type { Takeover } from "./takeover-watch.ts";

export interface ChaosOptions {
  readonly seconds: number;
  readonly seed: number;
  /** The scripts that run as processes, as built: an instance, and the stand-in of a platform. */
  readonly programs: { readonly instance: string; standIn(folder: string): string };
  readonly say?: (what: string) => void;
  /** Ends everything early, and leaves nothing behind but the folder. */
  readonly signal?: AbortSignal;
}

export interface Report {
  readonly seed: number;
  readonly seconds: number;
  readonly acknowledged: { readonly escalations: number; readonly messages: number };
  readonly findings: Findings;
  readonly platforms: readonly (Tally & { readonly presses: number })[];
  /** The deliveries of the first conversation that something is wrong with. */
  readonly story: readonly string[];
  readonly takeovers: readonly Takeover[];
  readonly kills: { readonly instances: number; readonly database: number };
  readonly crashes: readonly string[];
  readonly complaints: readonly string[];
  readonly unanswered: readonly string[];
  readonly drained: Drained;
  readonly attempts: readonly { readonly adapter: string; readonly outcome: string; readonly count: number }[];
  readonly load: readonly number[];
  /** Logs of every instance, and a journal of what each platform accepted. */
  readonly folder: string;
}

const appSecret = "a secret that is long enough for a run";
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
type Opened = Platform & OpenPlatform;

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("The run was ended."))));
}

async function play({ seconds, seed, programs, say = () => {} }: ChaosOptions, undo: Undo): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "deskbell-chaos-"));
  const cluster = await startCluster();
  undo.unshift(cluster.stop);
  const opened: Opened[] = [];
  const env: Record<string, string> = {};
  for (const platform of platforms) {
    const standIn = await spawnStandIn(programs.standIn(platform.standIn), join(folder, `${platform.name}.jsonl`));
    undo.unshift(standIn.stop);
    Object.assign(env, platform.env(standIn));
    opened.push({ ...platform, ...(await platform.open(standIn)) });
  }
  const all = (act: (platform: Opened) => Promise<unknown>) => Promise.all(opened.map(act));
  undo.unshift(() => all(({ behave }) => behave()));
  const instances = await startInstances({
    program: programs.instance,
    count: 2,
    folder,
    databaseUrl: cluster.url,
    env: {
      DATA_DIR: folder,
      APP_SECRET: appSecret,
      ...env,
    },
  });
  undo.unshift(instances.stop);
  const balancer = await balanceCallbacks(instances.urls);
  undo.unshift(balancer.stop);
  const sql = postgres(cluster.url, { max: 4, onnotice() {}, connection: { application_name: "chaos-oracle" } });
  undo.unshift(() => sql.end({ timeout: 2 }));

  await all(({ connect }) => connect({ url: balancer.url, appSecret }, chatbots));
  await all(({ misbehave }) => misbehave(seed));
  const titles = opened.map(({ title }) => title).join(" and ");
  say(`two instances, ${chatbots.length} chatbots, ${titles} misbehave on 30 % of calls; logs and journals: ${folder}`);

  const ledger = createLedger();
  const surfaces = opened.flatMap(({ name, buttons }) => (buttons ? [{ name, ...buttons }] : []));
  const load: Load = startLoad({ urls: instances.urls, surfaces, ledger, seed, seconds });
  const { takeovers, databaseKills } = await killAround(
    { instances, cluster, sql, random: seededRandom(seed + 7_919), say },
    seconds,
  );
  const busy = loadavg();
  await all(({ behave }) => behave());
  await instances.untilReady();
  say(`the load is over: ${ledger.escalations()} escalations acknowledged; ${titles} behave again`);
  await Promise.race([load.over, sleep(lastWordsMs).then(load.giveUp)]);
  await load.over;
  const drained = await drain(sql);
  say(`drained in ${Math.round(drained.ms / 1_000)} s`);
  // A press in vain has its card drawn anew, best effort and not awaited.
  await sleep(1_000);

  const truth = await readDatabase(sql);
  const accepted = await Promise.all(opened.map(async (platform) => ({ platform, shown: await platform.shown() })));
  const { findings, tallies } = judge(ledger.conversations, truth, accepted);
  const [first] = Object.values(findings).flat();
  return {
    seed,
    seconds,
    acknowledged: { escalations: ledger.escalations(), messages: ledger.messages() },
    findings,
    platforms: tallies.map((tally) => ({ ...tally, presses: ledger.presses(tally.platform) })),
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
