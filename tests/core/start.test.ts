import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockDirectory } from "../../core/storage/embedded/directory-lock.ts";
import { compileServer } from "../journeys/support/compile-server.ts";

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

  /** As whoever runs it sees it: how it ended, and what it said. */
  async function end(env: Record<string, string>) {
    const run = spawn(process.execPath, [server.start], {
      env: { PATH: process.env.PATH ?? "", PORT: "0", LOG_LEVEL: "warn", ...env },
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 20_000,
    });
    let said = "";
    run.stderr.on("data", (part) => {
      said += part;
    });
    const [code] = await once(run, "close");
    return { code, said };
  }

  it.runIf(process.platform === "linux")("ends where no directory can be made, and says what to do, once", async () => {
    expect(await end({ DATA_DIR: "/proc/x" })).toEqual({
      code: 1,
      said: expect.stringMatching(
        /^Deskbell cannot start:\n {2}- Could not make the directory \/proc\/x: .* Set DATA_DIR .*\n$/,
      ),
    });
  });

  it("says which file is where its data should be", async () => {
    const file = join(place, "letter.txt");
    await writeFile(file, "mine");
    const { code, said } = await end({ DATA_DIR: file });
    expect(code).toBe(1);
    expect(said).toMatch(/^Deskbell cannot start:\n {2}- Could not make the directory .*letter\.txt: .*\n$/);
  });

  it("says who holds its data, and nothing that leads elsewhere", async () => {
    await mkdir(join(place, "held"));
    const lock = await lockDirectory(join(place, "held", "pg"));
    const { code, said } = await end({ DATA_DIR: join(place, "held") });
    lock.release();
    expect(code).toBe(1);
    expect(said).toMatch(/^Deskbell cannot start:\n {2}- The database in .* is in use by process .*\n$/);
  });
});
