// https://www.postgresql.org/docs/current/protocol-message-formats.html

/** Cuts bytes into whole messages and keeps the rest for the next time; the first of a client has no kind. */
export function createCutter(startsWithoutKind: boolean): (chunk: Buffer) => Buffer[] {
  let held: Buffer[] = [];
  let length = 0;
  let needed = 0;
  let head = startsWithoutKind ? 0 : 1;

  return (chunk) => {
    held.push(chunk);
    length += chunk.length;
    if (length < needed) return [];
    const bytes = held.length === 1 ? chunk : Buffer.concat(held, length);
    const frames: Buffer[] = [];
    let at = 0;
    for (;;) {
      needed = head + 4;
      if (bytes.length - at < needed) break;
      needed = head + bytes.readUInt32BE(at + head);
      if (bytes.length - at < needed) break;
      frames.push(bytes.subarray(at, at + needed));
      at += needed;
      head = 1;
    }
    held = at < bytes.length ? [bytes.subarray(at)] : [];
    length = bytes.length - at;
    return frames;
  };
}

export function kindOf(frame: Buffer): string {
  return frame.toString("latin1", 0, 1);
}

/** The zero-terminated texts a message begins with. */
export function* textsOf(frame: Buffer): Generator<string> {
  for (let start = 5; ; ) {
    const end = frame.indexOf(0, start);
    if (end === -1) return;
    yield frame.toString("utf8", start, end);
    start = end + 1;
  }
}

/** After such an error the server closes the connection. */
export function isFatal(frame: Buffer): boolean {
  return kindOf(frame) === "E" && [...textsOf(frame)].some((field) => field === "VFATAL" || field === "VPANIC");
}

/** The codes are SQLSTATEs: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export function fatalError(code: "08001" | "08006", text: string): Buffer {
  return message("E", `SFATAL\0VFATAL\0C${code}\0M${text}\0\0`);
}

/** An answer of no rows. */
export const nothingSelected = message("C", "SELECT 0\0");

export type TransactionStatus = "I" | "T" | "E";

export function readyForQuery(status: TransactionStatus): Buffer {
  return message("Z", status);
}

function message(kind: string, text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.from(`${kind}\0\0\0\0`);
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}
