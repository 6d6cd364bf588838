import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSeed } from "../../../../core/storage/build-seed.ts";

/** The seed the build would have made, kept between runs: initdb takes seconds. */
export async function embeddedSeed(): Promise<string> {
  const seed = join(cacheFolder(), `seed-${pgliteVersion()}.tgz`);
  if (!existsSync(seed)) await buildSeed(seed);
  return seed;
}

export function cacheFolder(): string {
  return fileURLToPath(new URL("../../../../node_modules/.cache/deskbell", import.meta.url));
}

function pgliteVersion(): string {
  const require = createRequire(import.meta.url);
  const { version } = require(join(dirname(require.resolve("@electric-sql/pglite")), "../package.json"));
  return version;
}
