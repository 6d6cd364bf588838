import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockDirectory } from "../../core/storage/embedded/directory-lock.ts";
import { compileServer } from "../journeys/support/compile-server.ts";
import { homes, makeHome } from "../support/database.ts";
import { eventually } from "../support/deskbell.ts";
import { layLine } from "./http/support/cut-line.ts";

describe("npm start", () => {
  let server: Awaited<ReturnType<typeof compileServer>>;
  let place: string;
  beforeAll(async () => {
    server = await compileServer();
    place = await mkdtemp(join(tmpdir(), "deskbell-start-"));
  });
  afterAll(async () => {
    await rm(place, { recursive: true, force: true });
    await server.remove();
  });

  /** As whoever runs it sees it: what it prints, what it complains of, and how it ended. */
  function start(env: Record<string, string>) {
    const run = spawn(process.execPath, [server.start], {
      env: { PATH: process.env.PATH ?? "", PORT: "0", LOG_LEVEL: "silent", ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 50_000,
      killSignal: "SIGKILL",
    });
    let printed = "";
    let said = "";
    run.stdout.on("data", (part) => {
      printed += part;
    });
    run.stderr.on("data", (part) => {
      said += part;
    });
    const ended = once(run, "close").then(([code]) => ({ code, said }));
    return { run, printed: () => printed, ended };
  }

  it.runIf(process.platform === "linux")("ends where no directory can be made, and says what to do, once", async () => {
    expect(await start({ DATA_DIR: "/proc/x" }).ended).toEqual({
      code: 1,
      said: expect.stringMatching(
        /^Deskbell cannot start:\n {2}- Could not make the directory \/proc\/x: .* Set DATA_DIR .*\n$/,
      ),
    });
  });

  it("says which file is where its data should be", async () => {
    const file = join(place, "letter.txt");
    await writeFile(file, "mine");
    const { code, said } = await start({ DATA_DIR: file }).ended;
    expect(code).toBe(1);
    expect(said).toMatch(/^Deskbell cannot start:\n {2}- Could not make the directory .*letter\.txt: .*\n$/);
  });

  it("says who holds its data, and nothing that leads elsewhere", async () => {
    await mkdir(join(place, "held"));
    const lock = await lockDirectory(join(place, "held", "pg"));
    const { code, said } = await start({ DATA_DIR: join(place, "held") }).ended;
    lock.release();
    expect(code).toBe(1);
    expect(said).toMatch(/^Deskbell cannot start:\n {2}- The database in .* is in use by process .*\n$/);
  });

  /** Ready, on a PostgreSQL server at the end of a line. */
  async function startOnServer() {
    const home = await makeHome("server");
    const line = await layLine(home.env.DATABASE_URL ?? "");
    const started = start({ ...home.env, DATABASE_URL: line.url });
    await eventually(() => started.printed().includes("Deskbell is ready"));
    return {
      ...started,
      line,
      async [Symbol.asyncDispose]() {
        await line.stop();
        await home.remove();
      },
    };
  }

  describe.skipIf(!homes.includes("server"))("and a signal to stop", { timeout: 60_000 }, () => {
    it("ends it in order", async () => {
      await using deskbell = await startOnServer();
      deskbell.run.kill("SIGTERM");
      expect(await deskbell.ended).toEqual({ code: 0, said: "" });
    });

    it("ends it within 15 seconds also when PostgreSQL is there but silent, and it says so", async () => {
      await using deskbell = await startOnServer();
      deskbell.line.silence();
      // Long enough for every round to be waiting for an answer.
      await sleep(2_500);
      const told = performance.now();
      deskbell.run.kill("SIGTERM");
      expect(await deskbell.ended).toEqual({ code: 1, said: expect.stringContaining("did not stop within") });
      expect(performance.now() - told).toBeLessThan(15_000);
    });
  });
});
