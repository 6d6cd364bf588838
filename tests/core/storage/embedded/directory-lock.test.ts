import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DirectoryLock, lockDirectory } from "../../../../core/storage/embedded/directory-lock.ts";
import { processIdentity } from "../../../../core/storage/embedded/process-identity.ts";
import { temporaryHome } from "./temporary-home.ts";

let place: Awaited<ReturnType<typeof temporaryHome>>;
let file: string;
let locks: DirectoryLock[];
beforeEach(async () => {
  place = await temporaryHome();
  file = `${place.home}.lock`;
  locks = [];
});
afterEach(async () => {
  for (const held of locks) held.release();
  await place.remove();
});

describe("the lock of a database directory", () => {
  it("refuses a second holder in a sentence that says who, which file and what to do", async () => {
    await lock();
    await expect(lock({ grace: 0 })).rejects.toThrow(
      new RegExp(`in use by process ${process.pid} on .* \\(this one\\), says ${file}.*DATABASE_URL`),
    );
  });

  it("is free again after the holder let go", async () => {
    (await lock()).release();
    expect(existsSync(file)).toBe(false);
    await lock();
  });

  it("is taken over from a process that died", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    heldBy({ pid: child.pid });
    await lock();
  });

  it.skipIf(process.platform !== "linux")("is taken over from a dead process whose parent never looked", async () => {
    const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
    const [pid] = await once(parent.stdout, "data");
    const stat = `/proc/${String(pid).trim()}/stat`;
    await expect.poll(() => readFileSync(stat, "utf8")).toContain(") Z ");
    heldBy({ pid: Number(pid), started: "" });
    await lock({ grace: 0 });
    parent.kill();
  });

  it("is taken over from a process that is just ending, and refused while it runs on", async () => {
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 1_000)"]);
    heldBy({ pid: child.pid, started: "" });
    await expect(lock({ grace: 100 })).rejects.toThrow(`process ${child.pid}`);
    await lock();
  });

  it("is taken over when the dead holder's number now belongs to another process", async () => {
    heldBy({ pid: process.ppid, started: "1" });
    await lock();
  });

  it("is never taken from a process that lives, however silent", async () => {
    heldBy({ pid: process.ppid, started: "" });
    utimesSync(file, 0, 0);
    await expect(lock({ silence: 10, grace: 0 })).rejects.toThrow(`process ${process.ppid}`);
  });

  it("is left to a holder on another host that shows it lives", async () => {
    heldBy({ host: "elsewhere/boot" });
    const beats = setInterval(() => writeFileSync(file, readFileSync(file)), 50);
    await expect(lock({ silence: 1_000 })).rejects.toThrow("on elsewhere");
    clearInterval(beats);
  });

  it("is taken over from a holder on another host that fell silent", async () => {
    heldBy({ host: "elsewhere/boot" });
    await lock({ silence: 200 });
  });

  it("is taken over when its file is damaged and nobody renews it", async () => {
    writeFileSync(file, "");
    await lock({ silence: 200 });
  });

  it("goes to exactly one of many that take it over at once, and leaves nothing else behind", async () => {
    heldBy({ pid: process.ppid, started: "1" });
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lock({ grace: 500 })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(readdirSync(place.folder)).toEqual(["database.lock"]);
  });

  it("comes back when somebody tidied its file away", async () => {
    await lock({ beat: 20 });
    rmSync(file);
    await expect.poll(() => existsSync(file)).toBe(true);
  });

  it("tells its holder when another took it", async () => {
    const held = await lock({ beat: 20 });
    heldBy({ host: "elsewhere/boot" });
    expect((await held.lost).message).toContain("taken by another process");
    held.release();
    expect(existsSync(file)).toBe(true);
  });

  it("says what is wrong with a directory it may not write to", async () => {
    await expect(lockDirectory("/proc/database")).rejects.toThrow("DATA_DIR must be a directory");
  });
});

async function lock(options: Parameters<typeof lockDirectory>[1] = {}): Promise<DirectoryLock> {
  const held = await lockDirectory(place.home, options);
  locks.push(held);
  return held;
}

function heldBy(holder: { host?: string; pid?: number | undefined; started?: string }) {
  writeFileSync(file, JSON.stringify({ ...processIdentity(), nonce: "another", ...holder }));
}
