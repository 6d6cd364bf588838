import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { manifestFiles } from "./files.ts";

const publicUrl = process.env.PUBLIC_URL?.trim();
for (const [path, text] of manifestFiles(publicUrl || undefined)) {
  writeFileSync(join("manifests", path), text);
  console.log(`Wrote manifests/${path}`);
}
if (!publicUrl) console.log("Set PUBLIC_URL to have your own address in them.");
