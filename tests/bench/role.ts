import { fork } from "node:child_process";
import { roles } from "./roles.ts";

/** A process that the benchmark starts: says what it offers, answers questions, and ends when told so. */
export interface Role {
  readonly told: unknown;
  answer(question: string): unknown;
  stop(): Promise<void>;
}

export interface Played {
  readonly told: Record<string, string | number>;
  ask(question: string): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

/** Starts a role in a process of its own. BENCH_PROFILE=<directory> writes a CPU profile of each. */
export async function startRole(name: string, given: object, execArgv: readonly string[] = []): Promise<Played> {
  const profile = process.env.BENCH_PROFILE ? ["--cpu-prof", `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [];
  const child = fork(process.argv[1] ?? "", ["--role", name, "--given", JSON.stringify(given)], {
    execArgv: [...execArgv, ...profile],
    env: { PATH: process.env.PATH, TZ: "UTC" },
  });
  const ended = new Promise<never>((_, reject) => {
    child.once("exit", (code) => reject(new Error(`The process "${name}" ended with ${code}.`)));
  });
  ended.catch(() => {});
  const next = () => Promise.race([new Promise((resolve) => child.once("message", resolve)), ended]);
  const told = (await next()) as Played["told"];
  return {
    told,
    async ask(question) {
      const answer = next();
      child.send(question);
      return (await answer) as Record<string, number>;
    },
    async stop() {
      child.disconnect();
      await ended.catch(() => {});
    },
  };
}

/** The other side: this process plays the role until its parent lets go of it. */
export async function playRole(name: string, given: string): Promise<void> {
  const make = roles[name];
  if (!make) throw new Error(`No role ${name}.`);
  const role = await make(JSON.parse(given));
  process.on("disconnect", () => void role.stop().finally(() => process.exit()));
  process.on("message", async (question: string) => {
    process.send?.(question === "cpu" ? process.cpuUsage() : await role.answer(question));
  });
  process.send?.(role.told);
}
