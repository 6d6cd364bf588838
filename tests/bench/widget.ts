import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Report } from "./bench.ts";

const built = new URL("../../widget/", import.meta.url);

/** What a page pays for the loader, and what the first press of its button pays in all. */
export async function widget(): Promise<Report> {
  const { panel } = JSON.parse(readFileSync(new URL("manifest.json", built), "utf8")) as { panel: string };
  const loader = sizes("widget.js");
  const opened = sizes(panel);
  return {
    title: "Widget bytes",
    method: ["The built files, gzip level 9."],
    table: [
      ["file", "bytes", "gzip"],
      ["loader", String(loader.bytes), String(loader.gzip)],
      ["panel", String(opened.bytes), String(opened.gzip)],
    ],
    goals: [
      { name: "widget.loader_gzip_bytes", value: loader.gzip, wanted: { atMost: 1_536 } },
      { name: "widget.panel_total_gzip_bytes", value: loader.gzip + opened.gzip, wanted: { atMost: 15_360 } },
    ],
  };
}

function sizes(file: string) {
  const content = readFileSync(new URL(file, built));
  return { bytes: content.length, gzip: gzipSync(content, { level: 9 }).length };
}
