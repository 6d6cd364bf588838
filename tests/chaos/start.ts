/** `npm run chaos`: what is acknowledged is delivered once and in order, whoever dies meanwhile. */
import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findPostgres } from "../support/postgres-cluster.ts";
import { isSound, printReport, toFigures } from "./print-report.ts";
import { runChaos } from "./run-chaos.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(1 + Math.floor(Math.random() * 999_999)) },
    json: { type: "string" },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);

if (!(seconds > 0) || !Number.isInteger(seed)) fail("--seconds takes a number above 0, --seed a whole number.");
else if (findPostgres() === null)
  fail("No initdb and postgres on this machine, which the run needs: sudo apt-get install -y postgresql.");
else {
  const program = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ending.abort());
  const report = await runChaos({
    signal: ending.signal,
    seconds,
    seed,
    programs: {
      instance: program("./instance.js"),
      standIn: (folder) => program(`../stand-ins/${folder}/start.js`),
    },
    say: (what) => console.log(`  ${what}`),
  }).catch((error) => {
    console.error(error);
    process.exit(1);
  });
  console.log(printReport(report));
  if (values.json) writeFileSync(values.json, `${JSON.stringify(toFigures(report), null, 2)}\n`);
  if (isSound(report)) rmSync(report.folder, { recursive: true, force: true });
  else process.exitCode = 1;
}

function fail(why: string): void {
  console.error(why);
  process.exitCode = 1;
}
