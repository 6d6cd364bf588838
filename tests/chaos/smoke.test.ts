import { randomUUID } from "node:crypto";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPostgres } from "../support/postgres-cluster.ts";
import { platforms } from "./platforms/index.ts";
import { isSound, printReport } from "./print-report.ts";
import { runChaos } from "./run-chaos.ts";

const seed = 20_250_711;
const canRun = findPostgres() !== null;
if (!canRun && process.env.CI === "true")
  throw new Error("CI needs PostgreSQL's own programs: sudo apt-get install -y postgresql.");

// Below node_modules, so that the packages are found from there.
const folder = fileURLToPath(new URL(`../../node_modules/.cache/deskbell/chaos-${randomUUID()}`, import.meta.url));
const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const programs = { instance: join(folder, "instance.mjs"), standIn: (name: string) => join(folder, `${name}.mjs`) };

// Skipped where there are no initdb and postgres; the end of the test run says so.
describe.skipIf(!canRun)("fifteen seconds of kill -9, with platforms that misbehave", () => {
  beforeAll(async () => {
    await mkdir(folder, { recursive: true });
    const common = { bundle: true, platform: "node", format: "esm", packages: "external" } as const;
    await Promise.all([
      build({ ...common, entryPoints: [source("instance.ts")], outfile: programs.instance }),
      ...platforms.map(({ standIn }) =>
        build({
          ...common,
          entryPoints: [source(`../stand-ins/${standIn}/start.ts`)],
          outfile: programs.standIn(standIn),
        }),
      ),
      cp(source("../../core/storage/migrations"), join(folder, "migrations"), { recursive: true }),
    ]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("loses, moves and doubles nothing that was acknowledged", { timeout: 400_000 }, async () => {
    const report = await runChaos({ seconds: 15, seed, programs });
    if (!isSound(report)) console.error(printReport(report));
    const { findings, drained, crashes, complaints } = report;
    expect({ ...findings, left: drained.left, crashes, complaints }).toEqual({
      lost: [],
      reordered: [],
      duplicates: [],
      inconsistent: [],
      left: 0,
      crashes: [],
      complaints: [],
    });
    expect(report.acknowledged.escalations).toBeGreaterThan(50);
    for (const { seen } of report.platforms)
      expect(seen.card + seen.message).toBeGreaterThanOrEqual(report.acknowledged.escalations);
    expect(report.kills.instances).toBeGreaterThan(0);
    expect(report.kills.database).toBe(1);
    await rm(report.folder, { recursive: true, force: true });
  });
});
