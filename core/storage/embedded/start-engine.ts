import { Worker } from "node:worker_threads";
import type { EngineOrder, EngineReport, EngineRequest } from "./engine-messages.ts";

export interface Engine {
  /** Whole protocol messages in, the answer out. Rejects when the engine died; never waits for a dead one. */
  exec(request: Uint8Array): Promise<Uint8Array>;
  /** Writes a checkpoint and ends the thread. */
  close(): Promise<void>;
  /** Ends the thread at once, as a crash would. */
  abort(reason: Error): Promise<void>;
  /** Settles only when the engine died without having been asked to. */
  failed: Promise<Error>;
}

export async function startEngine(directory: string): Promise<Engine> {
  const worker = engineThread({ directory, task: "serve" });
  const waiting: Array<{ resolve(bytes: Uint8Array): void; reject(error: Error): void }> = [];
  let ended: Error | undefined;
  let closing = false;
  const started = settleable<void>();
  const stopped = settleable<void>();
  const failed = settleable<Error>();

  worker.on("message", (report: EngineReport) => {
    if (report.kind === "ready") started.resolve();
    else if (report.kind === "reply") waiting.shift()?.resolve(report.bytes);
    else if (report.kind === "failed") end(new Error(`The embedded database in ${directory} failed: ${report.reason}`));
  });
  worker.on("error", (error) => end(new Error(`The embedded database in ${directory} failed: ${error.message}`)));
  worker.on("exit", () => {
    end(new Error(closing ? "The embedded database is closed." : `The embedded database in ${directory} stopped.`));
    stopped.resolve();
  });

  await started.promise;
  return {
    exec: (request) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        waiting.push({ resolve, reject });
        // A copy of its own: sent as a view, the whole buffer behind it would travel.
        send(new Uint8Array(request));
      }),
    async close() {
      closing = true;
      if (!ended) send(null);
      await stopped.promise;
    },
    async abort(reason) {
      end(reason);
      await worker.terminate();
    },
    failed: failed.promise,
  };

  function send(request: EngineRequest) {
    worker.postMessage(request);
  }

  function end(reason: Error) {
    if (ended) return;
    ended = reason;
    started.reject(reason);
    if (!closing) failed.resolve(reason);
    for (const { reject } of waiting.splice(0)) reject(reason);
  }
}

/** Runs initdb in a thread of its own, so that the 0.7 GB it takes go back when it is done. */
export async function createCluster(directory: string): Promise<void> {
  const worker = engineThread({ directory, task: "create" });
  const done = settleable<void>();
  worker.on("message", (report: EngineReport) => {
    if (report.kind === "done") done.resolve();
    if (report.kind === "failed")
      done.reject(new Error(`Could not create a database in ${directory}: ${report.reason}`));
  });
  worker.on("error", done.reject);
  worker.on("exit", () => done.reject(new Error(`Could not create a database in ${directory}: initdb stopped early.`)));
  await done.promise.finally(() => worker.terminate());
}

function engineThread(workerData: EngineOrder): Worker {
  // Without the parent's loaders and inspectors, which are not made for this thread.
  return new Worker(new URL("./engine.mjs", import.meta.url), { workerData, execArgv: [] });
}

function settleable<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: Error) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {}); // whoever awaits it still sees the rejection
  return { promise, resolve, reject };
}
