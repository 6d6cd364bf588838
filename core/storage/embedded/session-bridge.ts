import type { Duplex } from "node:stream";
import { readServerFrames, simpleQuery, sync } from "./protocol-frames.ts";
import { sessionStream } from "./session-stream.ts";
import type { Engine } from "./start-engine.ts";

export interface SessionBridge {
  /** A connection for postgres.js' `socket` option. */
  connect(): Duplex;
  /** One statement between the connections' work, never inside a transaction of theirs. */
  run(statement: string): Promise<void>;
}

/**
 * PGlite has one session; postgres.js opens several connections. The session is lent to one of them at a
 * time, from its first byte until PostgreSQL is ready for the next query outside a transaction: lent for less,
 * one connection would run another's statement.
 */
export function sessionBridge(engine: Engine, options: { idleLimit?: number } = {}): SessionBridge {
  const { idleLimit = 30_000 } = options;
  const streams = new Set<Duplex>();
  const waiting: Array<{ borrower: object; go(): void }> = [];
  let owner: object | undefined;
  let failure: Error | undefined;
  let idleTimer: NodeJS.Timeout | undefined;

  void engine.failed.then((error) => {
    failure = error;
    for (const stream of streams) stream.destroy(error);
  });

  return { connect, run };

  function connect(): Duplex {
    const stream = sessionStream({ exchange: (request, complete) => exchange(stream, request, complete), drop });
    streams.add(stream);
    // postgres.js forgets a connection whose socket() throws, and later queries wait for it for ever.
    if (failure) stream.destroy(failure);
    return stream;

    async function drop() {
      streams.delete(stream);
      const place = waiting.findIndex(({ borrower }) => borrower === stream);
      if (place >= 0) waiting.splice(place, 1);
      if (owner !== stream) return;
      clearTimeout(idleTimer);
      await abandon().catch(() => {}); // a failed engine has no transaction to leave
      giveBack();
    }
  }

  async function run(statement: string) {
    const borrower = {};
    await borrow(borrower);
    try {
      const { errors } = readServerFrames(await engine.exec(simpleQuery(statement)));
      if (errors.length) throw new Error(`${statement}: ${errors.join("; ")}`);
    } finally {
      giveBack();
    }
  }

  async function exchange(stream: Duplex, request: Uint8Array, complete: boolean) {
    await borrow(stream);
    clearTimeout(idleTimer);
    const { own, notifications, idle } = readServerFrames(await engine.exec(request));
    // The session hears for all connections; each drops what it does not listen to.
    for (const listener of streams) for (const frame of notifications) listener.push(frame);
    if (stream.destroyed) return;
    if (own.length) stream.push(Buffer.concat(own));
    if (complete && idle) giveBack();
    else watchIdleTransaction(stream);
  }

  function borrow(borrower: object): Promise<void> {
    if (owner === borrower) return Promise.resolve();
    if (owner) return new Promise((go) => waiting.push({ borrower, go }));
    owner = borrower;
    return Promise.resolve();
  }

  function giveBack() {
    const next = waiting.shift();
    owner = next?.borrower;
    next?.go();
  }

  /** `sql` awaited inside `sql.begin` waits for the transaction that waits for it: end it instead of hanging. */
  function watchIdleTransaction(stream: Duplex) {
    clearTimeout(idleTimer);
    idleTimer = setTimeout(() => {
      if (owner !== stream) return;
      if (!waiting.length) return watchIdleTransaction(stream);
      const seconds = Math.round(idleLimit / 1000);
      stream.destroy(
        new Error(
          `A transaction did nothing for ${seconds} s while others waited, and was rolled back. ` +
            "Inside sql.begin use only the transaction's own handle, and wait for nothing but the database.",
        ),
      );
    }, idleLimit).unref();
  }

  async function abandon() {
    // Sync first: after a failed message PostgreSQL skips everything up to it.
    const { idle } = readServerFrames(await engine.exec(sync));
    if (!idle) await engine.exec(simpleQuery("rollback"));
  }
}
