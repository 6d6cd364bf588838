// The thread PostgreSQL runs in, so that a heavy query never stops the event loop of the server.
// JavaScript with checked types, because a thread cannot be started from TypeScript on Node 20.
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { assertDurable, durableFiles } from "./durable-files.mjs";

/** @import { EngineOrder, EngineReport, EngineRequest } from "./engine-messages.ts" */

// 1 MB segments: a new directory is 9 MB smaller, and the log of a quiet site stays small.
const CLUSTER_OPTIONS = ["--wal-segsize=1"];

const SERVE_OPTIONS = [
  // PostgreSQL's default of 128 MB costs 150 MB of memory; behind 16 MB stands the cache of the operating system.
  ...["-c", "shared_buffers=16MB"],
  // PGlite's fdatasync() is a stub that says yes.
  ...["-c", "wal_sync_method=fsync"],
  // A failed statement is told to who asked; on the log it would show visitors' words.
  ...["-c", "log_min_messages=fatal"],
];

// Emscripten's way to say "PostgreSQL reported an error and goes on"; PGlite handles it.
const STATEMENT_FAILED = 100;

/** @type {EngineOrder} */
const { directory, task } = workerData;
/** @type {string[]} */
const lastWords = [];

try {
  if (task === "create") await create();
  else await serve();
} catch (error) {
  die(error);
}

async function create() {
  const db = await PGlite.create({ dataDir: directory, initDbStartParams: CLUSTER_OPTIONS, onStderr });
  await db.close();
  report({ kind: "done" });
}

async function serve() {
  const { files, syncs } = durableFiles(directory);
  const startParams = [...PGlite.defaultStartParams.filter((option) => option !== "-F"), ...SERVE_OPTIONS];
  const db = await PGlite.create({ fs: files, startParams, onStderr });
  dieWithTheEngine(db);
  await assertDurable(db, syncs);

  parentPort?.on("message", async (/** @type {EngineRequest} */ request) => {
    try {
      if (request) {
        const bytes = await execute(db, request);
        report({ kind: "reply", bytes }, [bytes.buffer]);
      } else {
        await db.close();
        report({ kind: "done" });
        parentPort?.close();
      }
    } catch (error) {
      die(error);
    }
  });
  report({ kind: "ready" });
}

/** @param {PGlite} db @param {Uint8Array} request */
async function execute(db, request) {
  /** @type {Uint8Array[]} */
  const parts = [];
  // The parts are views into the engine's memory: copy before it goes on.
  await db.execProtocolRawStream(request, { onRawData: (part) => parts.push(part.slice()) });
  const reply = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    reply.set(part, end);
    end += part.length;
  }
  return reply;
}

/**
 * PGlite swallows whatever the engine throws, says "ready for the next query" (which the client takes for a
 * commit), or asks a dead engine again for ever. Anything but a failed statement ends this thread here.
 *
 * @param {PGlite} db
 */
function dieWithTheEngine(db) {
  const engine = db.Module;
  const step = engine._PostgresMainLoopOnce;
  engine._PostgresMainLoopOnce = () => {
    try {
      return step();
    } catch (error) {
      if (/** @type {{ status?: number }} */ (error)?.status !== STATEMENT_FAILED) die(error);
      throw error;
    }
  };
}

/** @param {string} line */
function onStderr(line) {
  lastWords.push(line);
  if (lastWords.length > 5) lastWords.shift();
  return false;
}

/** @param {unknown} error @returns {never} */
function die(error) {
  const cause = error instanceof Error ? error.message : String(error);
  report({ kind: "failed", reason: [cause, ...lastWords].join("\n  ") });
  process.exit(1);
}

/** @param {EngineReport} message @param {ArrayBuffer[]} [transfer] */
function report(message, transfer) {
  parentPort?.postMessage(message, transfer);
}
