import { randomUUID } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { buildWidget } from "../../../widget/build.mjs";
import { cacheFolder, embeddedSeed } from "../../core/storage/embedded/embedded-seed.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What `npm start` runs, made from the sources as they are now, so that no test runs an old build. */
export async function compileServer() {
  // Below node_modules, so that the packages are found from there.
  const folder = join(cacheFolder(), `server-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  for (const part of ["core", "adapters"]) await compile(part, folder);
  await buildWidget(join(folder, "widget"));
  await cp(await embeddedSeed(), join(folder, "core/storage/seed.tgz"));
  return { start: join(folder, "core/start.js"), remove: () => rm(folder, { recursive: true, force: true }) };
}

async function compile(part: string, folder: string): Promise<void> {
  for (const name of await readdir(join(root, part), { recursive: true })) {
    const path = join(part, name);
    if (!/\.(ts|mjs|sql)$/.test(name)) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    if (!name.endsWith(".ts")) await cp(join(root, path), join(folder, path));
    else await writeFile(join(folder, path.replace(/\.ts$/, ".js")), emit(await readFile(join(root, path), "utf8")));
  }
}

function emit(source: string): string {
  return ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  }).outputText;
}
