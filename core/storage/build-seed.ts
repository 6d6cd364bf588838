import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { argv } from "node:process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { createCluster } from "./embedded/start-engine.ts";
import { packDirectory } from "./embedded/tar-archive.ts";

/** An empty database in a file: initdb takes seconds and 0.7 GB, unpacking this takes neither. */
export async function buildSeed(outfile: string): Promise<void> {
  const workshop = await mkdtemp(join(tmpdir(), "deskbell-seed-"));
  try {
    const cluster = join(workshop, "cluster");
    await createCluster(cluster);
    await mkdir(dirname(outfile), { recursive: true });
    const draft = `${outfile}.${process.pid}`;
    await pipeline(Readable.from(packDirectory(cluster)), createGzip(), createWriteStream(draft));
    await rename(draft, outfile);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const outfile = argv[2];
  if (!outfile) throw new Error("Say where the seed goes: node dist/core/storage/build-seed.js <outfile>");
  await buildSeed(outfile);
}
