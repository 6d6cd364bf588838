import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDemo } from "../stand-ins/demo/start-demo.ts";
import { chromium } from "../support/chromium.ts";
import { keptLog } from "../support/deskbell.ts";
import { openStage, type Stage } from "./support/open-stage.ts";
import { slackOn } from "./support/slack-on.ts";
import { widgetOn } from "./support/widget-on.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe.skipIf(!chromium.path)("a newcomer on the demo page", { timeout: 60_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  const panes = (page: Page) => ({
    shop: page.locator('[data-pane="Lampyris"]'),
    widget: widgetOn(page.frameLocator('[data-pane="Lampyris"] iframe')),
    slack: slackOn(page.frameLocator('[data-pane="Slack"] iframe')),
    slackFrame: page.locator('[data-pane="Slack"]'),
    done: page.locator("[data-step][data-is-done]"),
  });

  it("rings on the left, resolves and reopens on the right, and sees each step ticked off", async () => {
    await using newcomer = await stage.open(stage.demo.url);
    const { widget, slack, done } = panes(newcomer.page);
    await newcomer.page.getByRole("status").getByText("Live").waitFor();
    expect(await done.count()).toBe(0);

    await widget.open();
    await widget.ask("How do returns work?", "within 30 days");
    await expect.poll(() => done.count()).toBe(1);
    await widget.askForHuman();
    // That it was asked, and that the signed webhook arrived.
    await expect.poll(() => done.count()).toBe(3);

    const card = slack.cards("How do returns work?");
    await slack.press(card, "Resolve");
    await widget.status.getByText("Resolved by Ana").waitFor();
    await slack.press(card, "Reopen");
    await widget.status.getByText("Waiting for the team").waitFor();
    await expect.poll(() => done.count()).toBe(4);
    expect(newcomer.complaints).toEqual([]);
  });

  const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true };
  const desktop = { viewport: { width: 1280, height: 800 } };
  const screens: [string, BrowserContextOptions][] = [
    ["light desktop", { ...desktop, colorScheme: "light" }],
    ["dark desktop", { ...desktop, colorScheme: "dark" }],
    ["light phone", { ...phone, colorScheme: "light" }],
    ["dark phone", { ...phone, colorScheme: "dark" }],
  ];
  it.each(screens)("meets nothing that axe objects to: %s", async (_, context) => {
    await using newcomer = await stage.open(stage.demo.url, { ...context, reducedMotion: "reduce" });
    const { page } = newcomer;
    await page.getByRole("status").getByText("Live").waitFor();
    await panes(page).widget.button("Open chat").waitFor();
    await panes(page).slack.channel.waitFor();
    const found = [await violations(page, stage.demo.url), await violations(page, stage.demo.shopUrl)];
    expect(found).toEqual([[], []]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

  it("finds the panes beside each other on a desktop, and one below the other on a phone", async () => {
    await using wide = await stage.open(stage.demo.url);
    await using narrow = await stage.open(stage.demo.url, phone);
    const boxes = ({ page }: { page: Page }) =>
      Promise.all([panes(page).shop.boundingBox(), panes(page).slackFrame.boundingBox()]);
    const [left, right] = await boxes(wide);
    expect(Math.abs((right?.y ?? 0) - (left?.y ?? 0))).toBeLessThan(60);
    expect(right?.x).toBeGreaterThan((left?.x ?? 0) + (left?.width ?? 0));
    const [above, below] = await boxes(narrow);
    expect(below?.x).toBe(above?.x);
    expect(below?.y).toBeGreaterThan((above?.y ?? 0) + (above?.height ?? 0));
  });

  it.each([1200, 1280, 1440, 1700])("finds Slack and Teams beside each other at %i px", async (width) => {
    await using newcomer = await stage.open(stage.demo.url, { viewport: { width, height: 900 } });
    const seen = newcomer.page.locator("[data-pane]:visible");
    expect(await seen.evaluateAll((all) => all.map((each) => each.id))).toEqual([
      "pane-lampyris",
      "pane-slack",
      "pane-teams",
    ]);
  });

  it("finds a third place, and whatever comes after it, in a tab beside the second", async () => {
    await using newcomer = await stage.open(stage.demo.url, { viewport: { width: 1100, height: 720 } });
    const { page } = newcomer;
    const shown = () => page.locator("[data-pane]:visible h2").allTextContents();
    expect(await page.getByRole("tab").allTextContents()).toEqual(["Slack", "Teams", "Mail", "Webhooks"]);
    expect(await shown()).toEqual(["What your visitor sees", "What your team sees"]);
    await page.getByRole("tab", { name: "Mail" }).click();
    expect(await shown()).toEqual(["What your visitor sees", "What your team sees"]);
    expect(await page.locator("[data-pane]:visible").last().getAttribute("data-pane")).toBe("Mail");
    await page.keyboard.press("ArrowRight");
    expect(await shown()).toEqual(["What your visitor sees", "What your code receives"]);
    await page.keyboard.press("ArrowRight");
    expect(await shown()).toEqual(["What your visitor sees", "What your team sees"]);
    await page.getByRole("tab", { name: "Teams" }).click();
    expect(await page.locator("[data-pane]:visible").last().getAttribute("data-pane")).toBe("Teams");
    expect(await violations(page, stage.demo.url)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    const seen = () => page.locator("[data-pane]:visible").evaluateAll((all) => all.map((each) => each.id));
    expect(await seen()).toEqual(["pane-lampyris", "pane-slack", "pane-teams"]);
    await page.getByRole("tab", { name: "Mail" }).click();
    expect(await seen()).toEqual(["pane-lampyris", "pane-mail", "pane-webhooks"]);
  });

  it("is told when the demo was stopped, which leaves nothing behind", async () => {
    const other = await startDemo({ port: 0, widgetDirectory: stage.widgetFiles, log: keptLog().log });
    await using newcomer = await stage.open(other.url);
    await newcomer.page.getByRole("status").getByText("Live").waitFor();
    await other.stop();
    await newcomer.page.getByRole("status").getByText("Stopped. Start it again: npm run demo").waitFor();
    expect(existsSync(other.dataDir)).toBe(false);
  });
});

/** axe in the frame itself: a page cannot look into frames of other origins. */
async function violations(page: Page, url: string): Promise<string[]> {
  const frame = page.frames().find((each) => each.url().startsWith(url));
  if (frame === undefined) throw new Error(`There is no frame of ${url}.`);
  await frame.evaluate(axeSource);
  return frame.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run({ iframes: false });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  });
}
