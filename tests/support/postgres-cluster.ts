import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";

export interface Cluster {
  readonly url: string;
  readonly directory: string;
  /** Of the whole server at once, as if the power went. */
  kill9(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  port?: number;
  /** Further settings, as name=value; files they name may be put in the directory by `prepare`. */
  settings?: readonly string[];
  prepare?(dataDirectory: string): void;
}

/** Where PostgreSQL's programs are on this machine; null where there are none. */
export function findPostgres(): string | null {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [...versions.map((version) => join(debian, version, "bin")), ...(process.env.PATH ?? "").split(":")];
  return places.find((place) => ["initdb", "postgres"].every((name) => existsSync(join(place, name)))) ?? null;
}

/** A PostgreSQL server of one's own in a temporary directory, durable as by default; as user postgres when run by root. */
export async function startCluster(options: Options = {}): Promise<Cluster> {
  const binaries = findPostgres();
  if (binaries === null) throw new Error("No initdb in PATH or /usr/lib/postgresql: install PostgreSQL.");
  const directory = mkdtempSync(join(tmpdir(), "deskbell-cluster-"));
  const account = process.getuid?.() === 0 ? accountOf("postgres") : null;
  if (account) chownSync(directory, account.uid, account.gid);
  const data = join(directory, "data");
  const initdb = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  execFileSync(join(binaries, "initdb"), initdb, { ...account, cwd: directory, stdio: "ignore" });
  options.prepare?.(data);
  const port = options.port ?? (await freePort());
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const settings = ["listen_addresses=127.0.0.1", `unix_socket_directories=${directory}`, ...(options.settings ?? [])];
  let server: ChildProcess | null = null;

  async function start(): Promise<void> {
    const end = performance.now() + 30_000;
    do {
      // After a kill it refuses to start while the dead one's children are still there.
      if (server === null || hasEnded(server)) {
        const args = ["-D", data, "-p", String(port), ...settings.flatMap((one) => ["-c", one])];
        server = spawn(join(binaries ?? "", "postgres"), args, { ...account, cwd: directory, stdio: "ignore" });
      }
      if (performance.now() > end) throw new Error(`PostgreSQL in ${directory} did not answer within 30 s.`);
      await sleep(50);
    } while (!(await answers(url)));
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server === null || hasEnded(server)) return;
    const gone = once(server, "exit");
    server.kill(signal);
    await gone;
  }

  await start();
  return {
    url,
    directory,
    kill9: () => end("SIGKILL"),
    restart: start,
    async stop() {
      await end("SIGINT");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

export function accountOf(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice() {} });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
