import { crc32 } from "node:zlib";
import { zlibSync } from "fflate";

/** Red, green, blue, alpha: 0 to 255. */
export type Pixel = readonly [number, number, number, number];

/** A square PNG (https://www.w3.org/TR/png-3/). Node's zlib packs differently from machine to machine; fflate does not. */
export function png(size: number, pixelAt: (x: number, y: number) => Pixel): Uint8Array {
  const range = [...Array(size).keys()];
  const unfiltered = 0;
  const rows = range.flatMap((y) => [unfiltered, ...range.flatMap((x) => pixelAt(x, y))]);

  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.writeUInt8(8, 8); // bits per channel
  header.writeUInt8(6, 9); // RGB with alpha

  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", zlibSync(Uint8Array.from(rows), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), content]);
  return Buffer.concat([uint32(content.length), typed, uint32(crc32(typed))]);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
