import { open, readdir } from "node:fs/promises";
import { join } from "node:path";

// As many as Node has threads for files; together they share the disk's flushes.
const AT_ONCE = 4;

/** Puts every file and folder below `root` on the disk. */
export async function syncTree(root: string): Promise<void> {
  const entries = await readdir(root, { recursive: true });
  const paths = [...entries.map((name) => join(root, name)), root];
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let path = paths.shift(); path; path = paths.shift()) await syncPath(path);
  });
  await Promise.all(workers);
}

export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, "r").catch(ignoreOnWindows);
  if (!handle) return;
  try {
    await handle.sync();
  } catch (error) {
    ignoreOnWindows(error);
  } finally {
    await handle.close();
  }
}

/** Windows opens no folders and flushes no handle opened for reading; its file systems order the entries themselves. */
function ignoreOnWindows(error: unknown): undefined {
  if (process.platform !== "win32") throw error;
}
