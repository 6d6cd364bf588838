import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildWidget } from "../../widget/build.mjs";

describe("the widget's files", () => {
  let directory: string;
  let panel: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "deskbell-widget-"));
    ({ panel } = await buildWidget(directory));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const gzipped = async (name: string) => gzipSync(await readFile(join(directory, name)), { level: 9 }).length;

  it("cost a page at most 1.5 KB, and 15 KB once the chat is opened", async () => {
    const loader = await gzipped("widget.js");
    const both = loader + (await gzipped(panel));
    expect(loader).toBeLessThanOrEqual(1_500);
    expect(both).toBeLessThanOrEqual(15_000);
  });

  it("are a loader, a panel named by its content, and the list that names it", async () => {
    expect((await readdir(directory)).sort()).toEqual(["manifest.json", panel, "widget.js"].sort());
    expect(panel).toMatch(/^panel-[A-Z0-9]{8}\.js$/);
    expect(JSON.parse(await readFile(join(directory, "manifest.json"), "utf8"))).toEqual({ panel });
    expect(await readFile(join(directory, "widget.js"), "utf8")).toContain(panel);
  });

  it("make no HTML out of strings and no code out of text", async () => {
    for (const name of ["widget.js", panel]) {
      expect(await readFile(join(directory, name), "utf8")).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|randomUUID/,
      );
    }
  });
});
