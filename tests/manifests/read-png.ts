import { crc32, inflateSync } from "node:zlib";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha. */
  at(x: number, y: number): readonly number[];
  readonly pixels: readonly (readonly number[])[];
}

/** Reads a PNG of 8-bit RGBA without filters, and throws at anything else. */
export function readPng(bytes: Uint8Array): Picture {
  const file = Buffer.from(bytes);
  if (file.toString("latin1", 0, 8) !== "\x89PNG\r\n\x1a\n") throw new Error("not a PNG");
  const chunks = new Map<string, Buffer>();
  let at = 8;
  while (at < file.length) {
    const end = at + 8 + file.readUInt32BE(at);
    if (file.readUInt32BE(end) !== crc32(file.subarray(at + 4, end))) throw new Error(`bad checksum at ${at}`);
    chunks.set(file.toString("latin1", at + 4, at + 8), file.subarray(at + 8, end));
    at = end + 4;
  }
  if ([...chunks.keys()].join() !== "IHDR,IDAT,IEND") throw new Error(`unexpected chunks: ${[...chunks.keys()]}`);
  const header = chunks.get("IHDR") ?? Buffer.alloc(0);
  if (header.toString("hex", 8) !== "0806000000") throw new Error("not plain 8-bit RGBA");
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(chunks.get("IDAT") ?? Buffer.alloc(0));
  const stride = 1 + width * 4;
  if (rows.length !== stride * height) throw new Error("not as many pixels as it says");
  for (let y = 0; y < height; y++) if (rows[y * stride] !== 0) throw new Error(`row ${y} is filtered`);

  const pixelAt = (x: number, y: number) => [...rows.subarray(y * stride + 1 + x * 4, y * stride + 5 + x * 4)];
  const pixels = Array.from({ length: width * height }, (_, i) => pixelAt(i % width, Math.floor(i / width)));
  return { width, height, at: pixelAt, pixels };
}
