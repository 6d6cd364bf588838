import { readFile } from "node:fs/promises";

/** Deskbell's own, as package.json says; compiled, it is one folder further away. */
const file = new URL(import.meta.url.endsWith(".ts") ? "../package.json" : "../../package.json", import.meta.url);

export async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(file, "utf8")) as { readonly version: string };
  return version;
}
