import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { manifestFiles, packages } from "./files.ts";
import { readIdentity, whatIsMissing } from "./identity.ts";

try {
  const identity = readIdentity(process.env);
  // Packages of another time would be uploaded by mistake.
  for (const path of packages) rmSync(join("manifests", path), { force: true });
  for (const [path, content] of manifestFiles(identity)) {
    writeFileSync(join("manifests", path), content);
    console.log(`Wrote manifests/${path}`);
  }
  for (const line of whatIsMissing(identity)) console.log(line);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
