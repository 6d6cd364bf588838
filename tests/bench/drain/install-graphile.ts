import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const wanted = "graphile-worker@0.17";

/** Installs the peer into a temporary directory of its own: it is no dependency of ours. null if that fails. */
export async function installGraphile(say: (line: string) => void): Promise<string | null> {
  const directory = mkdtempSync(join(tmpdir(), "deskbell-peer-"));
  say(`installing ${wanted} into ${directory}`);
  try {
    const options = ["--prefix", directory, "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
    await promisify(execFile)("npm", ["install", ...options, wanted], { cwd: directory, timeout: 180_000 });
    return directory;
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    say(`could not install it, so there is nothing to compare with: ${error instanceof Error ? error.message : error}`);
    return null;
  }
}
