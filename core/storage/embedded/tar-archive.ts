import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

// The plain ustar format, as far as a database directory needs it: folders and files with short names.
const BLOCK = 512;
const FILE = "0";
const FOLDER = "5";

export async function* packDirectory(root: string, folder = ""): AsyncGenerator<Buffer> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      yield header(name, FOLDER, 0);
      yield* packDirectory(root, name);
    } else {
      const content = await readFile(join(root, name));
      yield header(name, FILE, content.length);
      yield content;
      yield Buffer.alloc(padding(content.length));
    }
  }
  if (!folder) yield Buffer.alloc(2 * BLOCK);
}

export async function unpackArchive(archive: string, target: string): Promise<void> {
  const take = reader(createReadStream(archive).pipe(createGunzip()));
  for (let head = await take(BLOCK); head[0]; head = await take(BLOCK)) {
    const name = text(head, 0, 100);
    const size = Number.parseInt(text(head, 124, 12), 8);
    const path = join(target, name);
    if (text(head, 156, 1) === FOLDER) await mkdir(path, { recursive: true, mode: 0o700 });
    else {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(path, await take(size), { mode: 0o600 });
      await take(padding(size));
    }
  }
}

function reader(source: Readable): (size: number) => Promise<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  return async (size) => {
    const parts = [held];
    let length = held.length;
    while (length < size) {
      const { value, done } = await chunks.next();
      if (done) throw new Error("the archive ends too early");
      parts.push(value);
      length += value.length;
    }
    const all = parts.length === 1 ? held : Buffer.concat(parts);
    held = all.subarray(size);
    return all.subarray(0, size);
  };
}

function header(name: string, kind: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`the name ${name} is too long for the archive`);
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write(kind === FOLDER ? "0000700\0" : "0000600\0", 100);
  block.write("0000000\0".repeat(2), 108);
  block.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  block.write(`${"0".repeat(11)}\0`, 136);
  block.write(" ".repeat(8), 148);
  block.write(kind, 156);
  block.write("ustar\u000000", 257);
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${checksum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

const padding = (size: number) => (BLOCK - (size % BLOCK)) % BLOCK;

function text(block: Buffer, start: number, length: number): string {
  return block.toString("utf8", start, start + length).replace(/\0.*$/s, "");
}
