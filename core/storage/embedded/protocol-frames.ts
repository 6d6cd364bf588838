// https://www.postgresql.org/docs/18/protocol-message-formats.html

export interface Frame {
  kind: string;
  bytes: Buffer;
}

export interface ClientRequest {
  whole: Buffer;
  rest: Buffer;
  /** PostgreSQL ends its answer to the last frame with ReadyForQuery: after it, nothing of this request is open. */
  complete: boolean;
}

/** Cuts off what can be sent. The first packet of a connection has no kind, and PGlite wants it alone. */
export function takeRequest(bytes: Buffer, first: boolean): ClientRequest {
  if (first) {
    const length = bytes.length < 4 ? Number.POSITIVE_INFINITY : bytes.readInt32BE(0);
    const end = bytes.length < length ? 0 : length;
    return { whole: bytes.subarray(0, end), rest: bytes.subarray(end), complete: true };
  }
  let end = 0;
  let last = "";
  for (const { kind, bytes: frame } of readFrames(bytes)) {
    // Terminate ends the connection, not the session that others share.
    if (kind === "X") return { whole: bytes.subarray(0, end), rest: Buffer.alloc(0), complete: closes(last) };
    end += frame.length;
    last = kind;
  }
  return { whole: bytes.subarray(0, end), rest: bytes.subarray(end), complete: closes(last) };
}

export interface ServerAnswer {
  own: Buffer[];
  notifications: Buffer[];
  errors: string[];
  /** The answer ends with ReadyForQuery outside a transaction. */
  idle: boolean;
}

export function readAnswer(reply: Uint8Array): ServerAnswer {
  const answer: ServerAnswer = { own: [], notifications: [], errors: [], idle: false };
  for (const { kind, bytes } of readFrames(Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength))) {
    if (kind === "A") answer.notifications.push(bytes);
    else answer.own.push(bytes);
    if (kind === "E") answer.errors.push(errorMessage(bytes));
    if (kind !== "A") answer.idle = kind === "Z" && bytes.toString("latin1", 5) === "I";
  }
  return answer;
}

export function simpleQuery(text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.from("Q\0\0\0\0");
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

export const sync = Buffer.from("S\0\0\0\x04");

/** Query, Sync and FunctionCall are what PostgreSQL answers with ReadyForQuery. */
function closes(kind: string): boolean {
  return kind === "Q" || kind === "S" || kind === "F";
}

export function* readFrames(bytes: Buffer): Generator<Frame> {
  for (let start = 0; bytes.length - start >= 5; ) {
    const end = start + 1 + bytes.readInt32BE(start + 1);
    if (end > bytes.length) return;
    yield { kind: bytes.toString("latin1", start, start + 1), bytes: bytes.subarray(start, end) };
    start = end;
  }
}

function errorMessage(frame: Buffer): string {
  const fields = frame.toString("utf8", 5).split("\0");
  return fields.find((field) => field.startsWith("M"))?.slice(1) ?? "unknown error";
}
