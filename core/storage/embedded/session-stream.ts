import { Duplex } from "node:stream";
import { takeClientFrames } from "./protocol-frames.ts";

interface Session {
  exchange(request: Uint8Array, complete: boolean): Promise<void>;
  drop(): Promise<void>;
}

/** What postgres.js takes for a socket: cuts its bytes into whole messages and hands them on in order. */
export function sessionStream(session: Session): Duplex {
  let pending: Buffer = Buffer.alloc(0);
  let first = true;
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
      const { whole, rest, complete, goodbye } = takeClientFrames(pending, first);
      pending = goodbye ? Buffer.alloc(0) : rest;
      if (!whole.length) return;
      first = false;
      // A copy: the buffer goes to another thread.
      await session.exchange(new Uint8Array(whole), complete);
    }
  }
}
