import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromium } from "../../support/chromium.ts";

type Drawing = typeof import("../../../widget/panel/render.ts");

describe.skipIf(!chromium.path)("the panel's renderer", () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    const entry = fileURLToPath(new URL("../../../widget/panel/render.ts", import.meta.url));
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      format: "iife",
      globalName: "drawing",
      write: false,
    });
    browser = await chromium.launch();
    page = await browser.newPage();
    await page.setContent("<main></main>");
    await page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
  });
  afterAll(() => browser?.close());

  it("keeps an element, its focus and what was typed while its neighbours come and go", async () => {
    const kept = await page.evaluate(() => {
      const { h, render } = (window as unknown as { drawing: Drawing }).drawing;
      const main = document.createElement("main");
      document.body.append(main);
      const view = (above: boolean, rows: readonly number[]) =>
        h(
          "div",
          null,
          above && h("p", null, "above"),
          rows.map((row) => h("i", { key: row }, row)),
          h("input", { class: "field" }),
        );
      render(view(false, [1, 2]), main);
      const field = main.querySelector("input");
      const second = main.querySelectorAll("i")[1];
      field?.focus();
      if (field) field.value = "typed";
      render(view(true, [0, 2, 3]), main);
      const order = main.textContent;
      const same = main.querySelector("input") === field && main.querySelectorAll("i")[1] === second;
      const focus = document.activeElement === field && field?.value === "typed";
      render(view(false, []), main);
      return { order, same, focus, after: main.innerHTML };
    });
    expect(kept).toEqual({ order: "above023", same: true, focus: true, after: '<div><input class="field"></div>' });
  });

  it("changes only what differs: properties, handlers, words", async () => {
    const seen = await page.evaluate(() => {
      const { h, render } = (window as unknown as { drawing: Drawing }).drawing;
      const main = document.createElement("main");
      document.body.append(main);
      const clicks: string[] = [];
      const view = (name: string, open: boolean) =>
        h(
          "button",
          { class: name, hidden: !open, "aria-expanded": open, onClick: () => clicks.push(name) },
          "a ",
          name,
        );
      render(view("one", true), main);
      const first = main.innerHTML;
      main.querySelector("button")?.click();
      render(view("two", false), main);
      main.querySelector("button")?.click();
      return { first, second: main.innerHTML, clicks };
    });
    expect(seen).toEqual({
      first: '<button class="one" aria-expanded="true">a one</button>',
      second: '<button class="two" aria-expanded="false" hidden="">a two</button>',
      clicks: ["one", "two"],
    });
  });

  it("draws what looks like HTML as the text it is", async () => {
    const html = await page.evaluate(() => {
      const { h, render } = (window as unknown as { drawing: Drawing }).drawing;
      const main = document.createElement("main");
      render(h("p", { title: '"><script>' }, "<img src=x onerror=alert(1)>"), main);
      return main.firstElementChild?.childElementCount;
    });
    expect(html).toBe(0);
  });
});
