/** The doctor's composition root: everything that Deskbell would start with, looked at instead of started. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { adapters as allAdapters } from "../adapters/index.ts";
import type { Adapter, EscalationDesk, Finding, InstallAdapter } from "./adapter.ts";
import { keysOf, lateBoundKeys, readAppSecret } from "./app-secret.ts";
import { askRunning } from "./ask-running.ts";
import { type Config, type Environment, readConfig } from "./config.ts";
import { examineAdapters } from "./examination/examine-adapters.ts";
import { examineEverything } from "./examination/examine-everything.ts";
import { examinePublicUrl, isRunning } from "./examination/examine-public-url.ts";
import { installAdapters } from "./install-adapters.ts";
import { lateBoundDesk } from "./late-bound-desk.ts";
import type { Database } from "./storage/database.ts";
import { lookInto } from "./storage/look-into.ts";
import { openDatabase } from "./storage/open-database.ts";
import { readingDesk } from "./storage/reading-desk.ts";
import { createWebhooks } from "./webhooks/webhooks.ts";

interface Options {
  readonly env?: Environment;
  readonly adapters?: readonly InstallAdapter[];
}

/** Looks at every configured surface for real, posting and changing nothing. */
export async function examineDeskbell({
  env = process.env,
  adapters = allAdapters,
}: Options = {}): Promise<readonly Finding[]> {
  const now = () => new Date();
  const read = readConfig(env);
  const keys = lateBoundKeys();
  let desk: Partial<EscalationDesk> = {};
  const installed = await installAdapters(adapters, {
    env,
    publicUrl: "config" in read ? read.config.publicUrl : "http://localhost",
    desk: lateBoundDesk(() => desk as EscalationDesk),
    log: silent,
    now,
    keyFor: keys.keyFor,
  });
  const problems = [...("problems" in read ? read.problems : []), ...installed.problems];
  const configuration: Finding[] = problems.map((problem) => ({ level: "broken", what: problem }));
  if ("problems" in read) return [...configuration, ...(await examineAdapters(installed.adapters, []))];

  const { config } = read;
  const running = await isRunning(config.port);
  // It holds the embedded database; and what it was started with may differ from what is set here.
  const told = running ? await askRunning(config) : null;
  if (told) return [...configuration, ...told];
  const home = await openHome(config);
  try {
    if (!("database" in home)) {
      return [...configuration, home.finding, ...(await besides(config, running, installed.adapters))];
    }
    const { database } = home;
    desk = readingDesk(database.sql);
    keys.arrive(keysOf(config.appSecret ?? (await readAppSecret(config.dataDir)) ?? "not started yet"));
    const found = await examineEverything({
      kind: database.kind,
      publicUrl: config.publicUrl,
      running,
      adapters: [...installed.adapters, webhooksOf(config)],
      lookIn: () => lookInto(database),
      now,
    });
    return [...configuration, ...found];
  } finally {
    if ("database" in home) await home.database.close();
  }
}

async function besides({ publicUrl }: Config, running: boolean, adapters: readonly Adapter[]) {
  return [await examinePublicUrl(publicUrl, running), ...(await examineAdapters(adapters, []))];
}

/** Examined only: nothing is signed. */
function webhooksOf({ webhooks: { allow } }: Config): Adapter {
  return createWebhooks({ allow, secretsOf: async () => null, version: "", now: () => new Date(), log: silent });
}

async function openHome(config: Config): Promise<{ database: Database } | { finding: Finding }> {
  if (config.databaseUrl === null && !existsSync(join(config.dataDir, "pg"))) {
    return { finding: { level: "ok", what: `The first start will make the embedded database in ${config.dataDir}.` } };
  }
  try {
    return { database: await openDatabase(config, () => {}) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      finding:
        config.databaseUrl === null
          ? { level: "broken", what: reason }
          : {
              level: "broken",
              what: `The database of DATABASE_URL cannot be used: ${reason}`,
              todo: "Check host, port, user and password in DATABASE_URL, and that the server is up and lets this machine in.",
            },
    };
  }
}

const silent = { info() {}, warn() {}, error() {} };
