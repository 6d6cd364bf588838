import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { cacheFolder } from "./embedded-seed.ts";

export interface Child {
  process: ChildProcess;
  /** Every line it has printed so far. */
  lines: string[];
  /** Resolves with the line at this place, or throws what the process said when it ends before. */
  line(place: number): Promise<string>;
  kill(): Promise<void>;
}

/** Processes of plain Node that run a script as if it had been built. */
export async function childProcesses(script: URL) {
  const sources = dirname(
    fileURLToPath(new URL("../../../../core/storage/embedded/open-embedded.ts", import.meta.url)),
  );
  // Below node_modules, so that the packages are found from there.
  const folder = join(cacheFolder(), `process-${randomUUID()}`);
  const outfile = join(folder, "script.mjs");
  const entry = fileURLToPath(script);
  await mkdir(folder, { recursive: true });
  await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm", packages: "external" });
  for (const name of await readdir(sources)) {
    if (name.endsWith(".mjs")) await copyFile(join(sources, name), join(folder, name));
  }
  const children = new Set<Child>();

  return {
    start(...args: string[]): Child {
      const child = watch(spawn(process.execPath, [outfile, ...args], { stdio: ["ignore", "pipe", "pipe"] }));
      children.add(child);
      return child;
    },
    async remove() {
      await Promise.all([...children].map((child) => child.kill()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function watch(child: ReturnType<typeof spawn>): Child {
  const lines: string[] = [];
  let complaints = "";
  const ended = once(child, "close");
  child.stderr?.on("data", (chunk) => {
    complaints += chunk;
  });
  if (child.stdout) createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));

  return {
    process: child,
    lines,
    async line(place) {
      let over = false;
      void ended.then(() => {
        over = true;
      });
      for (;;) {
        const line = lines[place];
        if (line !== undefined) return line;
        if (over) throw new Error(`The process ended early: ${complaints}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
