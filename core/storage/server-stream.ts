import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { createCutter, fatalError, isFatal, kindOf } from "./server-frames.ts";
import { createLedger } from "./server-ledger.ts";

export interface ServerStream {
  /** What postgres.js takes for a socket. */
  readonly duplex: Duplex;
  /** Lets go of the server as soon as nothing was asked for a while. */
  retire(): void;
}

interface Options {
  dial(): Promise<Socket>;
  /** postgres.js asks for the array types before anything else. */
  introduces: boolean;
  /** Whoever uses it wants to see it closed; only for a client that runs no transactions. */
  closes: boolean;
  /** The server is gone after it had let us in. */
  onLost(): void;
  /** No server is connected any more. */
  onEnd(): void;
}

const loginMs = 5_000;
const quietMs = 5_000;

/**
 * postgres.js does not survive the loss of a socket: inside sql.begin it writes to the one it no longer has, bytes not
 * yet written are sent to the next server, and statements of the dead transaction with them
 * (https://github.com/porsager/postgres/issues/1208, /1216, /1133). So this one stays open: once the server is lost,
 * every request is answered with an error, and the client never gets another server through it.
 */
export function openServerStream({ dial, introduces, closes, onLost, onEnd }: Options): ServerStream {
  const ledger = createLedger(introduces);
  const fromClient = createCutter(true);
  const fromServer = createCutter(false);
  let server: Socket | null = null;
  let early: Buffer[] | null = null;
  let letIn = false;
  let lost: Buffer | null = null;
  let active = true;
  let login: NodeJS.Timeout | undefined;
  let quiet: NodeJS.Timeout | undefined;

  const duplex = new Duplex({
    // Never full, so never "drain": postgres.js would give a connection away in the middle of its transaction.
    writableHighWaterMark: Number.MAX_SAFE_INTEGER,
    read() {
      server?.resume();
    },
    write(chunk: Buffer, _encoding, done) {
      take(chunk);
      done();
    },
    final(done) {
      const leaving = server;
      leaving?.end(() => leaving.destroy());
      server = null;
      done();
      duplex.destroy();
    },
    destroy(error, done) {
      Object.assign(duplex, { readyState: "closed" });
      leave();
      done(error);
    },
  });
  // postgres.js asks a socket it ends whether it is open.
  return { duplex: Object.assign(duplex, { readyState: "open" }), retire };

  function take(chunk: Buffer): void {
    active = true;
    for (const frame of fromClient(chunk)) {
      if (lost) later(ledger.answer(frame, lost));
      else if (letIn) ledger.sent(frame);
    }
    if (lost) return;
    if (server) server.write(chunk);
    else if (early) early.push(chunk);
    else connect(chunk);
  }

  /** Answered inside its own call of write(), postgres.js forgets what it writes next. */
  function later(answer: Buffer[]): void {
    process.nextTick(() => push(answer));
  }

  function connect(startup: Buffer): void {
    early = [startup];
    login = setTimeout(() => lose(unreachable(`no answer within ${loginMs / 1000} s`)), loginMs);
    dial().then(attach, (error: Error) => lose(unreachable(error.message)));
  }

  function attach(socket: Socket): void {
    if (lost || duplex.destroyed) {
      socket.destroy();
      return;
    }
    const gone = () => lose(fatalError("08006", "The connection to PostgreSQL was lost."));
    server = socket;
    socket.on("data", give).on("end", gone).on("close", gone);
    for (const chunk of early ?? []) socket.write(chunk);
    if (socket.destroyed) gone();
  }

  function give(chunk: Buffer): void {
    active = true;
    const answer: Buffer[] = [];
    for (const frame of fromServer(chunk)) {
      const refused = letIn && kindOf(frame) === "E";
      if (refused && (ledger.introducing || isFatal(frame))) {
        push(answer);
        lose(frame);
        return;
      }
      if (letIn) ledger.received(frame);
      else if (kindOf(frame) === "Z") enter();
      answer.push(frame);
    }
    if (!push(answer)) server?.pause();
  }

  function enter(): void {
    letIn = true;
    clearTimeout(login);
  }

  function lose(error: Buffer): void {
    if (lost || duplex.destroyed) return;
    lost = error;
    leave();
    push(letIn ? ledger.settle(error) : [error]);
    if (letIn && !closes) onLost();
    // Not let in, nobody else has this connection. What it still writes, it writes in this turn of the loop.
    else setImmediate(() => setImmediate(() => duplex.destroy()));
  }

  function push(answer: Buffer[]): boolean {
    if (answer.length === 0 || duplex.destroyed) return true;
    return duplex.push(answer.length === 1 ? answer[0] : Buffer.concat(answer));
  }

  function retire(): void {
    active = true;
    quiet = setInterval(() => {
      if (letIn && ledger.idle && !active) lose(fatalError("08006", "This connection to PostgreSQL was given up."));
      active = false;
    }, quietMs);
    quiet.unref();
  }

  function leave(): void {
    clearTimeout(login);
    clearInterval(quiet);
    server?.destroy();
    server = null;
    onEnd();
  }
}

function unreachable(reason: string): Buffer {
  return fatalError("08001", `PostgreSQL cannot be reached: ${reason}.`);
}
