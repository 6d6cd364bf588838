// https://www.postgresql.org/docs/18/protocol-message-formats.html
const TERMINATE = "X".charCodeAt(0);
const READY = "Z".charCodeAt(0);
const NOTIFICATION = "A".charCodeAt(0);
const ERROR = "E".charCodeAt(0);
const IDLE = "I".charCodeAt(0);
// The requests PostgreSQL answers with ReadyForQuery.
const CLOSING = new Set([..."QSF"].map((kind) => kind.charCodeAt(0)));

export interface ClientFrames {
  whole: Buffer;
  rest: Buffer;
  /** The last whole frame asks for ReadyForQuery: after the answer, nothing of this batch is open. */
  complete: boolean;
  goodbye: boolean;
}

/** The first packet of a connection has no kind, and PGlite wants it alone. */
export function takeClientFrames(bytes: Buffer, first: boolean): ClientFrames {
  let end = 0;
  let kind = 0;
  if (first) {
    if (bytes.length >= 4 && bytes.length >= bytes.readInt32BE(0)) end = bytes.readInt32BE(0);
    return { whole: bytes.subarray(0, end), rest: bytes.subarray(end), complete: true, goodbye: false };
  }
  for (let length = frameAt(bytes, end); length; length = frameAt(bytes, end)) {
    kind = bytes[end] ?? 0;
    if (kind === TERMINATE) return { whole: bytes.subarray(0, end), rest: bytes, complete: true, goodbye: true };
    end += length;
  }
  return { whole: bytes.subarray(0, end), rest: bytes.subarray(end), complete: CLOSING.has(kind), goodbye: false };
}

export interface ServerFrames {
  own: Buffer[];
  notifications: Buffer[];
  errors: string[];
  /** The answer ends with ReadyForQuery outside a transaction. */
  idle: boolean;
}

export function readServerFrames(reply: Uint8Array): ServerFrames {
  const bytes = Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength);
  const frames: ServerFrames = { own: [], notifications: [], errors: [], idle: false };
  let start = 0;
  for (let length = frameAt(bytes, start); length; length = frameAt(bytes, start)) {
    const frame = bytes.subarray(start, start + length);
    const kind = frame[0];
    if (kind === NOTIFICATION) frames.notifications.push(frame);
    else {
      frames.own.push(frame);
      frames.idle = kind === READY && frame[5] === IDLE;
      if (kind === ERROR) frames.errors.push(errorMessage(frame));
    }
    start += length;
  }
  return frames;
}

export function simpleQuery(text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.from("Q\0\0\0\0");
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

export const sync = Buffer.from("S\0\0\0\x04");

function frameAt(bytes: Buffer, start: number): number {
  if (bytes.length - start < 5) return 0;
  const length = 1 + bytes.readInt32BE(start + 1);
  return bytes.length - start < length ? 0 : length;
}

function errorMessage(frame: Buffer): string {
  const fields = frame.toString("utf8", 5).split("\0");
  return fields.find((field) => field.startsWith("M"))?.slice(1) ?? "unknown error";
}
