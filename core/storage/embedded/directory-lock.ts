import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { lifeOf, processIdentity } from "./process-identity.ts";

export interface DirectoryLock {
  release(): void;
  /** Settles only when somebody else took the lock: stop writing at once. */
  lost: Promise<Error>;
}

interface Options {
  /** How often the holder shows that it lives, for those who cannot see its process. */
  beat?: number;
  /** How long a holder on another host may be silent. */
  silence?: number;
  /** How long a holder may take to end before the lock is refused: it was told to stop a moment ago. */
  grace?: number;
}

const heldBy = z.object({ host: z.string(), pid: z.number(), started: z.string(), nonce: z.string() });

/**
 * One process per database directory: PGlite has no guard of its own, and two processes on one directory
 * both get "committed" and lose rows.
 */
export async function lockDirectory(directory: string, options: Options = {}): Promise<DirectoryLock> {
  const { beat = 2_000, silence = 15_000, grace = 2_000 } = options;
  const refuseAt = performance.now() + grace;
  const file = `${directory}.lock`;
  const mine = JSON.stringify({ ...processIdentity(), nonce: randomUUID() });

  for (let held = tryCreate(file, mine); held !== mine; held = tryCreate(file, mine)) {
    if (await isAbandoned(file, held, silence)) {
      if (await takeOver(file, held, mine)) break;
    } else if (performance.now() < refuseAt) await sleep(100);
    else throw new Error(inUse(directory, file, held));
  }

  let timer: NodeJS.Timeout | undefined;
  const lost = new Promise<Error>((resolve) => {
    timer = setInterval(() => {
      if (!showLife(file, mine)) resolve(new Error(`${file} was taken by another process while this one ran.`));
    }, beat).unref();
  });
  return {
    lost,
    release() {
      clearInterval(timer);
      if (read(file) === mine) rmSync(file, { force: true });
    },
  };
}

/** Creates the lock, or tells what is written in the one that is there. */
function tryCreate(file: string, mine: string): string {
  try {
    writeFileSync(file, mine, { flag: "wx" });
    return mine;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return read(file) ?? "";
    throw new Error(`Could not create ${file}: DATA_DIR must be a directory this process may write to.`, {
      cause: error,
    });
  }
}

function showLife(file: string, mine: string): boolean {
  try {
    // Rewritten, not touched: so the file system's clock dates it, the same for every host.
    if (read(file) === mine) writeFileSync(file, mine, { flag: "r+" });
    else return tryCreate(file, mine) === mine; // somebody tidied the file away
  } catch {
    // The next beat tries again; who cannot see this one waits longer than a few.
  }
  return true;
}

async function isAbandoned(file: string, held: string, silence: number): Promise<boolean> {
  const holder = parse(held);
  const life = holder ? lifeOf(holder) : "unknown";
  if (life !== "unknown") return life === "gone";

  const clock = `${file}.${randomUUID()}`;
  const lastBeat = modified(file);
  if (!lastBeat) return true; // released just now
  try {
    for (;;) {
      writeFileSync(clock, "");
      if (modified(clock) - lastBeat > silence) return read(file) === held;
      await sleep(Math.min(500, silence));
      if (modified(file) !== lastBeat) return false;
    }
  } finally {
    rmSync(clock, { force: true });
  }
}

/** Of several that take over at once the last rename wins, and the others see it when they look again. */
async function takeOver(file: string, held: string, mine: string): Promise<boolean> {
  const candidate = `${file}.${randomUUID()}`;
  writeFileSync(candidate, mine);
  // Nothing is awaited between this look and the rename: who decided on an older look leaves the winner alone.
  if (read(file) === held) renameSync(candidate, file);
  else rmSync(candidate);
  await sleep(250);
  return read(file) === mine;
}

function inUse(directory: string, file: string, held: string): string {
  const holder = parse(held);
  const who = holder ? `process ${holder.pid} on ${holder.host.split("/")[0]}` : "another process";
  const self = holder && lifeOf(holder) === "running" && holder.pid === process.pid ? " (this one)" : "";
  return (
    `The database in ${directory} is in use by ${who}${self}, says ${file}. ` +
    "Stop that process first, or set DATABASE_URL to a PostgreSQL server, which several instances can share."
  );
}

function parse(held: string) {
  try {
    return heldBy.safeParse(JSON.parse(held)).data;
  } catch {
    return undefined; // being written just now, or damaged
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function modified(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
