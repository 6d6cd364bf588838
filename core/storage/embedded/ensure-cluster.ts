import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createCluster } from "./start-engine.ts";
import { syncPath, syncTree } from "./sync-tree.ts";
import { unpackArchive } from "./tar-archive.ts";

interface Options {
  seed?: string;
  log(message: string): void;
}

/**
 * Makes the directory if it is new. It gets its name only when it is complete and on the disk, so a first
 * start that was killed in the middle leaves nothing but a `.new` directory, which the next one replaces.
 */
export async function ensureCluster(directory: string, { seed, log }: Options): Promise<void> {
  if (existsSync(join(directory, "PG_VERSION"))) return;
  await removeEmpty(directory);
  const draft = `${directory}.new`;
  await rm(draft, { recursive: true, force: true });
  if (seed) {
    log(`Creating a database in ${directory}.`);
    await mkdir(draft, { mode: 0o700 });
    await unpackSeed(seed, draft);
  } else {
    log(`Creating a database in ${directory}; this takes some seconds, once.`);
    await createCluster(draft);
  }
  await syncTree(draft);
  await rename(draft, directory);
  await syncPath(dirname(directory));
}

async function unpackSeed(seed: string, draft: string) {
  try {
    await unpackArchive(seed, draft);
  } catch (cause) {
    throw new Error(`Could not unpack the database seed ${seed}: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

async function removeEmpty(directory: string) {
  if (!existsSync(directory)) return;
  const names = await readdir(directory);
  if (!names.length) return rmdir(directory);
  throw new Error(
    `${directory} is not a database (it has no PG_VERSION) and is not empty (${names.slice(0, 3).join(", ")}). ` +
      "Point DATA_DIR at a directory of its own, or move those files away.",
  );
}
