import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A path for a database that does not exist yet, in a folder that goes away with `remove`. */
export async function temporaryHome(): Promise<{ home: string; folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "deskbell-embedded-"));
  return { home: join(folder, "database"), folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
