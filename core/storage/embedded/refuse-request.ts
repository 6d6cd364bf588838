import { readFrames } from "./protocol-frames.ts";

export interface Refusal {
  answer: Buffer;
  /** The client still owes a Sync, and gets its ReadyForQuery only for that. */
  skipping: boolean;
}

/**
 * What PostgreSQL would answer if it refused every statement of this request. Closing the connection instead is
 * not an option inside a transaction: postgres.js then writes the rollback to a socket it no longer has, and
 * that ends the process (https://github.com/porsager/postgres/issues/1208).
 */
export function refuseRequest(request: Buffer, reason: Error, wasSkipping: boolean): Refusal {
  const error = errorResponse(reason.message);
  const answer: Buffer[] = [];
  let skipping = wasSkipping;
  for (const { kind } of readFrames(request)) {
    if (!skipping) answer.push(error);
    skipping = kind !== "Q" && kind !== "S";
    if (!skipping) answer.push(readyForQuery);
  }
  return { answer: Buffer.concat(answer), skipping };
}

const readyForQuery = Buffer.from("Z\0\0\0\x05I");

// https://www.postgresql.org/docs/18/errcodes-appendix.html: system_error
const SYSTEM_ERROR = "58000";

function errorResponse(message: string): Buffer {
  const body = Buffer.from(`SERROR\0VERROR\0C${SYSTEM_ERROR}\0M${message}\0\0`);
  const head = Buffer.from("E\0\0\0\0");
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}
