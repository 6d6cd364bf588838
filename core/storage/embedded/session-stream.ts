import { Duplex } from "node:stream";
import { takeRequest } from "./protocol-frames.ts";
import { refuseRequest } from "./refuse-request.ts";

interface Session {
  /** Throws when the request was not carried out. */
  exchange(request: Buffer, complete: boolean): Promise<void>;
  drop(): Promise<void>;
}

/** What postgres.js takes for a socket: cuts its bytes into requests and hands them on in order. */
export function sessionStream(session: Session): Duplex {
  let pending: Buffer = Buffer.alloc(0);
  let first = true;
  let skipping = false;
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      pending = pending.length ? Buffer.concat([pending, chunk]) : chunk;
      forward().then(() => done(), done);
    },
    final(done) {
      done();
      stream.destroy();
    },
    destroy(error, done) {
      Object.assign(stream, { readyState: "closed" });
      session.drop().then(() => done(error), done);
    },
  });
  // postgres.js asks a socket it ends whether it is open.
  return Object.assign(stream, { readyState: "open" });

  async function forward() {
    for (;;) {
      const { whole, rest, complete } = takeRequest(pending, first);
      pending = rest;
      if (!whole.length) return;
      const carriedOut = skipping ? Promise.reject(alreadyRefused()) : session.exchange(whole, complete);
      // A tick later, always: answered inside its own call of write(), postgres.js forgets what it writes next.
      await carriedOut.catch((error: Error) => refuse(whole, error));
      first = false;
    }
  }

  function refuse(request: Buffer, reason: Error) {
    if (first) throw reason; // not let in yet, so no transaction hangs on it
    const refusal = refuseRequest(request, reason, skipping);
    skipping = refusal.skipping;
    stream.push(refusal.answer);
  }
}

function alreadyRefused() {
  return new Error("The statement before this one was refused.");
}
