import { hkdfSync, randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A key for each purpose, so that what one leaks tells nothing of another; RFC 5869. */
export function keysOf(secret: string): (purpose: string) => Buffer {
  return (purpose) => Buffer.from(hkdfSync("sha256", secret, "deskbell", purpose, 32));
}

/** The embedded home's secret is known only once its directory is locked, after adapters are installed. */
export function lateBoundKeys() {
  let keys: ReturnType<typeof keysOf> | undefined;
  return {
    arrive(there: ReturnType<typeof keysOf>): void {
      keys = there;
    },
    keyFor(purpose: string): Buffer {
      if (!keys) throw new Error("Deskbell is still starting.");
      return keys(purpose);
    },
  };
}

/** The embedded home's own secret: made once, kept beside the data, readable by its owner only. */
export async function keepAppSecret(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  return (await readAppSecret(dataDir)) ?? make(fileIn(dataDir));
}

/** null if none was made yet. */
export async function readAppSecret(dataDir: string): Promise<string | null> {
  const secret = (await readIfThere(fileIn(dataDir)))?.trim();
  if (secret === undefined) return null;
  if (secret.length >= 32) return secret;
  throw new Error(
    `The secret in ${fileIn(dataDir)} is damaged: delete the file, and a new one is made at the next start.`,
  );
}

function fileIn(dataDir: string): string {
  return join(dataDir, "app-secret");
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Written whole before it gets its name: a crash leaves no half secret. Nobody else is at it: the directory is locked. */
async function make(file: string): Promise<string> {
  const draft = `${file}.draft`;
  const secret = randomBytes(32).toString("hex");
  await rm(draft, { force: true });
  await writeFile(draft, `${secret}\n`, { mode: 0o600, flag: "wx", flush: true });
  await rename(draft, file);
  return secret;
}
