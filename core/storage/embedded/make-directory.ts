import { existsSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/** With those above it, if it is not there. Node's own `recursive` never ends where no directory can be made, as below /proc. */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "EEXIST" && isDirectory(path)) return;
    const parent = dirname(path);
    if (code !== "ENOENT" || existsSync(parent)) throw new Error(whyNot(path, code), { cause: error });
    await makeDirectory(parent);
    await makeDirectory(path);
  }
}

function whyNot(path: string, code: string): string {
  const what = `Could not make the directory ${path}:`;
  if (code === "EEXIST") return `${what} it is there, but is no directory. Set DATA_DIR to a directory.`;
  if (code === "ENOTDIR") return `${what} what it would be in is a file. Set DATA_DIR to a directory.`;
  if (["EACCES", "EPERM", "EROFS"].includes(code))
    return `${what} this process may not write there. Set DATA_DIR to a directory that it may write to.`;
  return `${what} the system refuses that (${code}). Set DATA_DIR to a directory somewhere else.`;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
