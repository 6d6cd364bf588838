import { kindOf, nothingSelected, readyForQuery, type TransactionStatus, textsOf } from "./server-frames.ts";

/** What the client sent up to a Query or Sync; the server ends its answer to it with ReadyForQuery. */
interface Request {
  started: boolean;
  endsTransaction: boolean;
}

/** What postgres.js sends at the end of every sql.begin, whatever became of it. */
const ending = /^\s*(commit|rollback|prepare transaction\b.*)\s*$/i;

/**
 * Keeps count of what the server owes the client, so that somebody else can answer in its place once it is gone:
 * each request with an error and ReadyForQuery. A transaction stays failed until its commit or rollback was refused
 * as well, because on "idle" postgres.js gives the connection to the next one.
 */
export function createLedger(introduces: boolean) {
  /** postgres.js asks for the array types first, and an error there ends the process: nobody catches it. */
  let introducing = introduces;
  let owed: Request[] = [];
  let open: Request = { started: false, endsTransaction: false };
  /** The answer to the oldest request already has its error. */
  let refused = false;
  let status: TransactionStatus = "I";
  const endings = new Set<string>();

  return {
    /** Nothing is asked, and no transaction is open. */
    get idle() {
      return owed.length === 0 && !open.started && status === "I";
    },

    get introducing() {
      return introducing;
    },

    sent(frame: Buffer): void {
      if (note(frame)) owed.push(close());
    },

    received(frame: Buffer): void {
      const kind = kindOf(frame);
      if (kind === "E") refused = true;
      if (kind !== "Z") return;
      owed.shift();
      refused = introducing = false;
      status = statusOf(frame);
    },

    /** Everything that is owed when the server is lost. */
    settle(error: Buffer): Buffer[] {
      const answer = owed.flatMap((request) => [...refuse(error), ...finish(request)]);
      owed = [];
      return open.started ? [...answer, ...refuse(error)] : answer;
    },

    /** The answer to a message that came after that. */
    answer(frame: Buffer, error: Buffer): Buffer[] {
      const closes = note(frame);
      const answer = open.started ? refuse(error) : [];
      return closes ? [...answer, ...finish(close())] : answer;
    },
  };

  /** Whether it completes a request. */
  function note(frame: Buffer): boolean {
    const kind = kindOf(frame);
    if (kind === "P") {
      const [name = "", text = ""] = textsOf(frame);
      if (ending.test(text)) endings.add(name);
      else endings.delete(name);
    }
    if (kind === "B") {
      const [, name = ""] = textsOf(frame);
      open.endsTransaction = endings.has(name);
    }
    if (kind === "Q") {
      const [text = ""] = textsOf(frame);
      open.endsTransaction = ending.test(text);
    }
    // A Sync or Flush of its own cannot fail.
    if (kind !== "S" && kind !== "H" && kind !== "X") open.started = true;
    return kind === "Q" || kind === "S" || kind === "F";
  }

  function close(): Request {
    const request = open;
    open = { started: false, endsTransaction: false };
    return request;
  }

  function refuse(error: Buffer): Buffer[] {
    if (refused || introducing) return [];
    refused = true;
    return [error];
  }

  function finish({ endsTransaction }: Request): Buffer[] {
    const answer = introducing ? [nothingSelected] : [];
    introducing = refused = false;
    if (endsTransaction) status = "I";
    else if (status === "T") status = "E";
    return [...answer, readyForQuery(status)];
  }
}

function statusOf(frame: Buffer): TransactionStatus {
  const status = frame.toString("latin1", 5, 6);
  return status === "T" || status === "E" ? status : "I";
}
