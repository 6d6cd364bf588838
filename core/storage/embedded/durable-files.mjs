import fs from "node:fs";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/**
 * PGlite's Node file system answers fsync() without touching the disk, so a committed row would not survive
 * a power cut (https://github.com/electric-sql/pglite/issues/1107). This one asks the disk.
 *
 * @param {string} directory
 */
export function durableFiles(directory) {
  const files = new NodeFS(directory);
  const initialise = files.init.bind(files);
  let syncs = 0;

  files.init = async (pg, options) => {
    const { emscriptenOpts } = await initialise(pg, options);
    const preRun = [...(emscriptenOpts.preRun ?? []), installSync];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  };

  return { files, syncs: () => syncs };

  /** @param {any} engine */
  function installSync(engine) {
    // Where Emscripten's handle is kept has moved between patch releases of PGlite.
    const nodefs = engine.NODEFS ?? engine.FS.filesystems.NODEFS;
    nodefs.stream_ops.fsync = (/** @type {any} */ stream) => {
      syncs += 1;
      if (stream.nfd === undefined) syncDirectory(nodefs.realPath(stream.node));
      else fs.fsyncSync(stream.nfd);
      return 0;
    };
  }
}

/**
 * Commits something and looks whether it reached the disk.
 *
 * @param {import("@electric-sql/pglite").PGlite} db
 * @param {() => number} syncs
 */
export async function assertDurable(db, syncs) {
  const before = syncs();
  await db.exec("select pg_logical_emit_message(true, 'deskbell', 'does this reach the disk?')");
  if (syncs() > before) return;
  throw new Error("a commit was acknowledged without fsync. Install the version of PGlite that package.json pins.");
}

/** @param {string} path */
function syncDirectory(path) {
  // Windows cannot open a directory; its file systems order the entries themselves.
  if (process.platform === "win32") return;
  const handle = fs.openSync(path, "r");
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
