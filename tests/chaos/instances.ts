import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";

export interface Instance {
  readonly url: string;
  /** Known to the database by this: each life of it has a name of its own. */
  readonly name: string;
  readonly ready: boolean;
}

interface Slot {
  readonly port: number;
  readonly url: string;
  life: number;
  name: string;
  ready: boolean;
  process: ChildProcess | null;
}

export interface InstancesOptions {
  readonly program: string;
  readonly count: number;
  /** Logs go there, one file for each life. */
  readonly folder: string;
  readonly databaseUrl: string;
  readonly env: Readonly<Record<string, string>>;
}

export type Instances = Awaited<ReturnType<typeof startInstances>>;

/** Deskbell's processes: each comes back on its own port after it was killed, or died by itself. */
export async function startInstances({ program, count, folder, databaseUrl, env }: InstancesOptions) {
  const slots: Slot[] = [];
  const crashes: string[] = [];
  let stopping = false;
  let killed = 0;

  for (let index = 0; index < count; index++) {
    const port = await freePort();
    slots.push({ port, url: `http://127.0.0.1:${port}`, life: 0, name: "", ready: false, process: null });
  }
  for (const slot of slots) raise(slot, slots.indexOf(slot));
  await untilReady();

  function raise(slot: Slot, index: number): void {
    slot.life += 1;
    slot.name = `chaos-${index + 1}-${slot.life}`;
    const log = openSync(join(folder, `${slot.name}.log`), "a");
    const url = new URL(databaseUrl);
    url.searchParams.set("application_name", slot.name);
    const child = spawn(process.execPath, [program], {
      stdio: ["ignore", log, log, "ipc"],
      env: { PATH: process.env.PATH, LOG_LEVEL: "warn", ...env, DATABASE_URL: url.href, PORT: String(slot.port) },
    });
    closeSync(log);
    slot.process = child;
    child.once("message", () => {
      slot.ready = true;
    });
    child.once("exit", (code, signal) => {
      const worked = slot.ready;
      slot.ready = false;
      if (stopping) return;
      // One that is started while the database is away says so and ends; its supervisor starts it again.
      if (signal !== "SIGKILL" && worked)
        crashes.push(`${slot.name} ended by itself with ${signal ?? code}; see its log`);
      // One that cannot start at all must not be raised in a loop without a breath.
      setTimeout(() => !stopping && raise(slot, index), signal === "SIGKILL" ? 0 : 500);
    });
  }

  async function untilReady(withinMs = 60_000): Promise<void> {
    const end = performance.now() + withinMs;
    while (!slots.every((slot) => slot.ready)) {
      if (performance.now() > end)
        throw new Error(`The instances were not ready within ${withinMs} ms; logs: ${folder}`);
      await sleep(20);
    }
  }

  return {
    all: (): readonly Instance[] => slots,
    urls: slots.map((slot) => slot.url),
    crashes,
    killed: () => killed,
    untilReady,

    kill(victim: Instance): void {
      const slot = slots.find((each) => each.name === victim.name);
      if (!slot?.process) return;
      slot.ready = false;
      killed += 1;
      slot.process.kill("SIGKILL");
    },

    async stop(): Promise<void> {
      stopping = true;
      for (const { process: child } of slots) {
        if (!child || child.exitCode !== null || child.signalCode !== null) continue;
        const gone = once(child, "exit");
        child.kill("SIGKILL");
        await gone;
      }
    },
  };
}
