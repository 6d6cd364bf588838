import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The embedded home's own secret: made once, kept beside the data, readable by its owner only. */
export async function keepAppSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, "app-secret");
  await mkdir(dataDir, { recursive: true });
  try {
    return (await readFile(file, "utf8")).trim();
  } catch {
    await writeFile(file, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
    return (await readFile(file, "utf8")).trim();
  }
}
