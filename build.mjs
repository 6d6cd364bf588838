// Compiles the server, builds the widget, and makes the seed that lets a first start skip initdb.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
const seed = "dist/core/storage/seed.tgz";

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

for (const folder of ["core", "adapters", "manifests", "tests", "widget"])
  rmSync(`${root}dist/${folder === "core" ? "core/http" : folder}`, { recursive: true, force: true });
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json");
cpSync(`${root}core`, `${root}dist/core`, {
  recursive: true,
  filter: (path) => !/\.[a-z]+$/.test(path) || /\.(sql|mjs)$/.test(path),
});
run("widget/build.mjs");
if (!existsSync(`${root}${seed}`)) run("dist/core/storage/build-seed.js", seed);
