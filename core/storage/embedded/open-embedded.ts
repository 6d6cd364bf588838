import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { clientOptions } from "../client-options.ts";
import { lockDirectory } from "./directory-lock.ts";
import { ensureCluster } from "./ensure-cluster.ts";
import { makeDirectory } from "./make-directory.ts";
import { type SessionBridge, sessionBridge } from "./session-bridge.ts";
import { startEngine } from "./start-engine.ts";
import { startUpkeep } from "./start-upkeep.ts";

export interface EmbeddedDatabase {
  sql: postgres.Sql;
  close(): Promise<void>;
  /** Settles only when the database died or its directory was taken: every query is refused, the process must exit. */
  failed: Promise<Error>;
}

interface Options {
  log?: (message: string) => void;
  /** A freshly made database as a gzip tarball; by default the one the build put beside the compiled code. */
  seed?: string;
}

export async function openEmbedded(directory: string, options: Options = {}): Promise<EmbeddedDatabase> {
  const { log = () => {}, seed = builtSeed() } = options;
  const home = await realHome(directory);
  const lock = await lockDirectory(home);
  try {
    await ensureCluster(home, { seed, log });
    const engine = await startEngine(home);
    void lock.lost.then((error) => engine.abort(error));
    const bridge = sessionBridge(engine);
    const sql = connect(bridge);
    const upkeep = startUpkeep({ run: bridge.run, log });
    let closed: Promise<void> | undefined;
    return { sql, failed: engine.failed, close: () => (closed ??= close()) };

    async function close() {
      await sql.end({ timeout: 5 });
      await upkeep.stop();
      await engine.close(); // PostgreSQL writes a checkpoint when it shuts down
      lock.release();
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

function connect(bridge: SessionBridge): postgres.Sql {
  const options = {
    ...clientOptions,
    // Missing in the types: https://github.com/porsager/postgres#custom-socket
    socket: bridge.connect,
    host: "embedded",
    user: "postgres",
    database: "postgres",
    pass: "",
    ssl: false,
    max: 6,
    // Each new connection leaves its prepared statements behind in the one session: open few, keep them.
    max_lifetime: null,
    idle_timeout: 0,
    // A connection may have to wait for another's long transaction before it is let in.
    connect_timeout: 0,
  };
  return postgres(options);
}

function builtSeed(): string | undefined {
  const path = fileURLToPath(new URL("../seed.tgz", import.meta.url));
  return existsSync(path) ? path : undefined;
}

/** The same directory gets the same lock file, whichever symbolic links lead to it. */
async function realHome(directory: string): Promise<string> {
  const path = resolve(directory);
  if (existsSync(path)) {
    await makeDirectory(path);
    return realpath(path);
  }
  await makeDirectory(dirname(path));
  return join(await realpath(dirname(path)), basename(path));
}
