import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

const common = {
  bundle: true,
  minify: true,
  charset: "utf8",
  target: ["es2022"],
  legalComments: "none",
  logLevel: "warning",
  plugins: [
    {
      name: "css-text",
      setup(pipeline) {
        pipeline.onLoad({ filter: /\.css$/ }, async ({ path }) => {
          const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
          return { contents: `export const css = ${JSON.stringify(code.trim())};`, loader: "js" };
        });
      },
    },
  ],
};

export async function buildWidget(outdir) {
  await mkdir(outdir, { recursive: true });
  const { metafile } = await build({
    ...common,
    entryPoints: [join(here, "panel/mount-panel.tsx")],
    entryNames: "panel-[hash]",
    // Types are checked against Preact's JSX; what runs is the panel's own `h`.
    tsconfigRaw: { compilerOptions: { jsx: "react", jsxFactory: "h" } },
    inject: [join(here, "panel/render.ts")],
    format: "esm",
    outdir,
    metafile: true,
  });
  const panel = basename(Object.keys(metafile.outputs)[0]);
  await build({
    ...common,
    entryPoints: [join(here, "loader.ts")],
    format: "iife",
    outfile: join(outdir, "widget.js"),
    define: { PANEL_FILE: JSON.stringify(panel) },
  });
  const files = { panel };
  await writeFile(join(outdir, "manifest.json"), `${JSON.stringify(files)}\n`);
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWidget(join(here, "../dist/widget"));
