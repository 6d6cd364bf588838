import type { Duplex } from "node:stream";
import { readAnswer, simpleQuery, sync } from "./protocol-frames.ts";
import { sessionStream } from "./session-stream.ts";
import type { Engine } from "./start-engine.ts";

export interface SessionBridge {
  /** A connection for postgres.js' `socket` option. */
  connect(): Duplex;
  /** One statement between the connections' work, never inside a transaction of theirs. */
  run(statement: string): Promise<void>;
}

interface Place {
  borrower: object;
  go(): void;
}

/**
 * PGlite has one session; postgres.js opens several connections. The session is lent to one of them at a
 * time, from its first byte until PostgreSQL is ready for the next query outside a transaction: lent for less,
 * one connection would run another's statement.
 */
export function sessionBridge(engine: Engine, options: { patience?: number } = {}): SessionBridge {
  const { patience = 30_000 } = options;
  const streams = new Set<Duplex>();
  const waiting: Place[] = [];
  let owner: object | undefined;

  return { connect, run };

  function connect(): Duplex {
    const stream = sessionStream({ exchange: (request, complete) => exchange(stream, request, complete), drop });
    streams.add(stream);
    return stream;

    async function drop() {
      streams.delete(stream);
      leaveQueue(stream);
      if (owner !== stream) return;
      await abandon().catch(() => {}); // a failed engine has no transaction to leave
      giveBack();
    }
  }

  async function run(statement: string) {
    const borrower = {};
    await borrow(borrower);
    try {
      const { errors } = readAnswer(await engine.exec(simpleQuery(statement)));
      if (errors.length) throw new Error(`${statement}: ${errors.join("; ")}`);
    } finally {
      giveBack();
    }
  }

  async function exchange(stream: Duplex, request: Buffer, complete: boolean) {
    await borrow(stream);
    const reply = await engine.exec(request).catch((error: Error) => {
      giveBack();
      throw error;
    });
    const { own, notifications, idle } = readAnswer(reply);
    // The session hears for all connections; each drops what it does not listen to.
    for (const listener of streams) for (const frame of notifications) listener.push(frame);
    if (stream.destroyed) return; // drop() is at work on the session
    if (own.length) stream.push(Buffer.concat(own));
    if (complete && idle) giveBack();
  }

  function borrow(borrower: object): Promise<void> {
    if (owner === borrower) return Promise.resolve();
    if (!owner) {
      owner = borrower;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        leaveQueue(borrower);
        reject(new Error(tooLong(patience)));
      }, patience).unref();
      const go = () => {
        clearTimeout(timer);
        resolve();
      };
      waiting.push({ borrower, go });
    });
  }

  function giveBack() {
    const next = waiting.shift();
    owner = next?.borrower;
    next?.go();
  }

  function leaveQueue(borrower: object) {
    const place = waiting.findIndex((other) => other.borrower === borrower);
    if (place >= 0) waiting.splice(place, 1);
  }

  async function abandon() {
    // Sync first: after a failed message PostgreSQL skips everything up to it.
    const { idle } = readAnswer(await engine.exec(sync));
    if (!idle) await engine.exec(simpleQuery("rollback"));
  }
}

function tooLong(patience: number): string {
  return (
    `Waited ${patience / 1000} s for the embedded database, which another connection's transaction kept busy. ` +
    "Inside sql.begin use only the transaction's own handle, and wait for nothing but the database."
  );
}
