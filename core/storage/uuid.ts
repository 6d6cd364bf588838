import { randomUUID } from "node:crypto";

/** UUIDv7 (RFC 9562): sorts by the millisecond it was made, unguessable in its other 74 bits (those of a UUIDv4). */
export function uuidv7(at: number = Date.now()): string {
  const moment = at.toString(16).padStart(12, "0");
  return `${moment.slice(0, 8)}-${moment.slice(8)}-7${randomUUID().slice(15)}`;
}

/** The smallest UUIDv7 of a moment: the lower bound of a window in time. */
export function firstUuidAt(at: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(Math.max(0, at), 0, 6);
  return spell(bytes);
}

function spell(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
