import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

export interface ProcessIdentity {
  /** Where `pid` means something: this boot of this host, and this container's numbering. */
  host: string;
  pid: number;
  /** When the process started, as the system tells it; a recycled pid has another. */
  started: string;
}

export function processIdentity(): ProcessIdentity {
  return { host: numberingHost(), pid: process.pid, started: startOf(process.pid) ?? "" };
}

/** Whether the process still runs; `unknown` for one of another host, whose processes cannot be seen from here. */
export function lifeOf({ host, pid, started }: ProcessIdentity): "running" | "gone" | "unknown" {
  if (host !== numberingHost()) return "unknown";
  if (!exists(pid) || isDead(pid)) return "gone";
  const now = startOf(pid);
  // Without a start time on both sides a recycled pid looks the same: never take from what may be alive.
  return now && started && now !== started ? "gone" : "running";
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function numberingHost(): string {
  const boot = attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  const numbering = attempt(() => readlinkSync("/proc/self/ns/pid"));
  return [hostname(), boot, numbering].filter(Boolean).join("/");
}

/** Killed, and only its entry is left until its parent looks; not while one of its threads is still in a system call. */
function isDead(pid: number): boolean {
  const threads = attempt(() => readdirSync(`/proc/${pid}/task`));
  return threads?.every((thread) => /^[ZX]?$/.test(fieldsOf(`${pid}/task/${thread}`)?.[0] ?? "")) ?? false;
}

function startOf(pid: number): string | undefined {
  const fields = fieldsOf(`${pid}`);
  if (fields) return fields[19];
  if (process.platform === "win32") return undefined;
  return attempt(() =>
    execFileSync("ps", ["-o", "lstart=", "-p", `${pid}`], { encoding: "utf8", stdio: "pipe" }).trim(),
  );
}

/** From field 3 on, counted after the name, which may itself contain spaces and brackets: `man 5 proc_pid_stat`. */
function fieldsOf(process: string): string[] | undefined {
  const stat = attempt(() => readFileSync(`/proc/${process}/stat`, "utf8"));
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
