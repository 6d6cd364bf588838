import { readFile } from "node:fs/promises";

/** Deskbell's own: that of the nearest package.json that has one, wherever the compiled files were put. */
export async function readVersion(folder = new URL(".", import.meta.url)): Promise<string> {
  const version = versionIn(await readFile(new URL("package.json", folder), "utf8").catch(() => "{}"));
  if (version !== null) return version;
  const above = new URL("..", folder);
  if (above.href === folder.href) throw new Error("Deskbell's package.json is missing: install it again.");
  return readVersion(above);
}

function versionIn(text: string): string | null {
  const { version } = JSON.parse(text) as { readonly version?: string };
  return version ?? null;
}
