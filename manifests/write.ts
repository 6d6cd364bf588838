import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { manifestFiles } from "./files.ts";
import { readIdentity, whatIsMissing } from "./identity.ts";

try {
  const identity = readIdentity(process.env);
  for (const [path, content] of manifestFiles(identity)) {
    writeFileSync(join("manifests", path), content);
    console.log(`Wrote manifests/${path}`);
  }
  for (const line of whatIsMissing(identity)) console.log(line);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
