// Compiles the server, builds the widget, and makes the seed that lets a first start skip initdb.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

// The seed takes seconds to make and depends on nothing but the pinned PGlite.
const { version } = JSON.parse(readFileSync(`${root}node_modules/@electric-sql/pglite/package.json`, "utf8"));
const seed = `node_modules/.cache/deskbell/seed-${version}.tgz`;
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json");
cpSync(`${root}core`, `${root}dist/core`, {
  recursive: true,
  filter: (path) => !/\.[a-z]+$/.test(path) || /\.(sql|mjs)$/.test(path),
});
run("widget/build.mjs");
if (!existsSync(`${root}${seed}`)) {
  mkdirSync(dirname(`${root}${seed}`), { recursive: true });
  run("dist/core/storage/build-seed.js", seed);
}
cpSync(`${root}${seed}`, `${root}dist/core/storage/seed.tgz`);
