import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chromiumPlaces, findChromium } from "./find-chromium.ts";
import { serverAnswers, serverUrl } from "./find-server.ts";

/** The last lines of a test run say what this machine could not run, and how to run it. */
export async function setup(): Promise<() => void> {
  const left: string[] = [];
  if (findChromium() === null) {
    left.push(
      `NOT RUN: the tests in a real browser. No Chromium at ${chromiumPlaces.join(", ")}.`,
      "         To run them: sudo apt-get install -y chromium, or set CHROMIUM_PATH; then npm test.",
    );
  }
  if (!(await serverAnswers())) {
    left.push(
      `NOT RUN: the tests on a PostgreSQL server. None answers at ${serverUrl.replace(/\/\/.*@/, "//")}.`,
      "         To run them: start one, and set TEST_DATABASE_URL to a user who may create databases; then npm test.",
    );
  }
  if (!hasServerBinaries()) {
    left.push(
      "NOT RUN: the tests that kill a PostgreSQL server of their own. No initdb in PATH or /usr/lib/postgresql.",
      "         To run them: sudo apt-get install -y postgresql; then npm test.",
    );
  }
  return () => {
    if (left.length > 0) process.stdout.write(`\n${left.join("\n")}\n`);
  };
}

function hasServerBinaries(): boolean {
  const folder = "/usr/lib/postgresql";
  if (existsSync(folder) && readdirSync(folder).some((version) => existsSync(`${folder}/${version}/bin/initdb`)))
    return true;
  return spawnSync("initdb", ["--version"]).status === 0;
}
