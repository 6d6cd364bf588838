import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chromium } from "../../support/chromium.ts";
import { aMail, ana, ben, startListeningDesk } from "./listening-desk.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe.skipIf(!chromium.path)("the page of the stand-in SendGrid", () => {
  let browser: Browser;
  let page: Page;
  let desk: Awaited<ReturnType<typeof startListeningDesk>>;
  const wrong: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    wrong.length = 0;
    desk = await startListeningDesk();
  });
  afterEach(async () => {
    await page.context().close();
    await desk.stop();
    expect(wrong).toEqual([]);
  });

  async function open(path = "/", options: BrowserContextOptions = {}): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    page = await context.newPage();
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    await page.goto(desk.sendgrid.url + path);
    await page.locator("body[data-ready]").waitFor();
  }

  async function send(subject: string, value = "Question: Where is my order?", to = ana, more: object = {}) {
    await desk.post(aMail({ subject, content: [{ type: "text/plain", value }], ...more }, to));
    await desk.sendgrid.settled();
  }

  const rows = () => page.locator("[data-rows] li");
  const row = (subject: string) => rows().filter({ hasText: subject }).getByRole("button");
  const text = () => page.locator(".mail .text");

  it("shows mail as it comes, the newest first, and who has not read it", async () => {
    await open();
    await page.getByText("No mail yet.").waitFor();
    await page.getByText("Choose a mail to read it.").waitFor();
    await send("First");
    await row("First").waitFor();
    await send("Second", "Hello", ben);
    await row("Second").waitFor();
    expect(await rows().locator(".subject").allTextContents()).toEqual(["Second", "First"]);
    await page.getByText("Inbox, 2 unread").waitFor();
    await expect.poll(() => page.locator("[data-news]").textContent()).toBe("New mail from Deskbell: Second");
    await row("Second").click();
    await text().getByText("Hello").waitFor();
    await page.getByText("Inbox, 1 unread").waitFor();
    expect(desk.sendgrid.mails().map(({ read }) => read)).toEqual([false, true]);
    await page.getByLabel("Mailbox").selectOption(ana);
    await row("Second").waitFor({ state: "detached" });
    expect(await rows().count()).toBe(1);
    await page.reload();
    await row("First").waitFor();
    expect(await rows().count()).toBe(1);
  });

  it("shows hostile text as text, and makes links of web addresses alone", async () => {
    const hostile = [
      "<img src=x onerror=alert(1)> javascript:alert(1) data:text/html,x",
      "(See https://acme.example/a_(b)?x=1&y=2, http://127.0.0.1:1/r.)",
      "https://user:x@/ https://",
    ].join("\n");
    await send("<script>alert(1)</script> \u202Ereversed", hostile, ana, {
      from: { email: "desk@lampyris.example", name: "<b>Desk</b>" },
      headers: { "X-Odd": "<i>odd</i>" },
    });
    await open();
    await row("alert(1)").click();
    expect(await page.getByRole("heading", { level: 2 }).textContent()).toContain("<script>alert(1)</script>");
    expect(await text().textContent()).toContain("<img src=x onerror=alert(1)> javascript:alert(1)");
    const links = page.locator(".mail a");
    expect(await links.evaluateAll((all) => all.map((each) => each.getAttribute("href")))).toEqual([
      "https://acme.example/a_(b)?x=1&y=2",
      "http://127.0.0.1:1/r",
    ]);
    expect(await links.first().getAttribute("rel")).toBe("noopener noreferrer");
    await page.getByText("Headers").click();
    await page.getByText("<i>odd</i>").waitFor();
    expect(await page.locator("img, .mail script, .mail b, .mail i").count()).toBe(0);
  });

  it("follows a link in a tab of its own, and remembers that", async () => {
    await send("Alert", `Resolve:\n${desk.sendgrid.url}/moved?token=1`);
    await open();
    await row("Alert").click();
    const [tab] = await Promise.all([page.waitForEvent("popup"), page.locator(".mail a").click()]);
    await tab.waitForURL(/\/moved\?token=1$/);
    await desk.sendgrid.until(() => desk.sendgrid.followed.length === 1);
    expect(desk.sendgrid.followed).toMatchObject([{ words: "Resolve:" }]);
    expect(await page.getByRole("heading", { level: 2 }).textContent()).toBe("Alert");
  });

  it("lets a mail bounce, tells who listens, and shows what follows until it is lifted", async () => {
    await send("Alert");
    await open();
    await row("Alert").click();
    await page.getByRole("button", { name: "Bounces" }).click();
    await page.getByText("“Bounces”: the app was told, and answered 200.").waitFor();
    expect(desk.told().at(-1)).toBe(`bounce ${ana}`);
    await row("Alert").getByText("Bounced").waitFor();
    await page.locator(".events").getByText("550 5.1.1").waitFor();
    await page.getByText(`Nothing is delivered to ${ana} any more: mail to it bounced.`).waitFor();
    await send("Next");
    await row("Next").getByText("Dropped").waitFor();
    await page.getByRole("button", { name: "Deliver again" }).click();
    await page.getByRole("button", { name: "Deliver again" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Report as spam" }).click();
    await row("Alert").getByText("Reported as spam").waitFor();
    expect(desk.told().at(-1)).toBe(`spamreport ${ana}`);
  });

  it("says so when nobody heard of it", async () => {
    await send("Alert");
    desk.sendgrid.sendEventsTo(undefined);
    await open();
    await row("Alert").click();
    await page.getByRole("button", { name: "Mailbox full" }).click();
    await page.getByText("“Mailbox full” was not heard. No app is listening yet.").waitFor();
    expect(desk.sendgrid.mailboxes()[0]).not.toHaveProperty("suppressed");
  });

  it("is read with the keyboard alone, and keeps the place while mail comes in", async () => {
    await send("Older");
    await send("Newer");
    await open("/", { viewport: { width: 390, height: 780 } });
    await row("Newer").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Older" }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Older");
    expect(await row("Newer").isVisible()).toBe(false);
    await page.getByText("Headers").click();
    await send("Newest");
    await desk.sendgrid.bounce({ id: desk.sendgrid.mails()[0]?.id ?? "" });
    await page.locator(".events").getByText("Bounced").waitFor();
    expect(await page.locator("details").evaluate((fold) => fold.hasAttribute("open"))).toBe(true);
    await page.getByRole("button", { name: "All mails" }).focus();
    await page.keyboard.press("Escape");
    await row("Newest").waitFor();
    expect(await row("Older").evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it.each<[string, BrowserContextOptions]>([
    ["a light desktop", { colorScheme: "light" }],
    ["a dark pane of the demo", { viewport: { width: 620, height: 700 }, colorScheme: "dark" }],
    ["a light phone", { viewport: { width: 320, height: 640 }, colorScheme: "light" }],
  ])("fits on %s, long words and all, and axe objects to nothing", async (_, options) => {
    const long = "https://example.com/".padEnd(300, "x");
    await send("Plain");
    await send(`Long ${"word".repeat(80)}`, `${long}\n> ${"quoted".repeat(60)}`, ana, {
      headers: { "X-Long": "y".repeat(400) },
      from: { email: `${"f".repeat(60)}@lampyris.example`, name: "Name".repeat(40) },
    });
    await desk.sendgrid.bounce({ to: ana }, { fields: { reason: "z".repeat(300) } });
    await open("/", { ...options, reducedMotion: "reduce" });
    const list = await violations(page);
    await row("Long").click();
    await page.getByText("Headers").click();
    await page.getByRole("button", { name: "Bounces" }).click();
    await page.locator(".result:not(:empty)").waitFor();
    expect({ list, mail: await violations(page) }).toEqual({ list: [], mail: [] });
    const tooWide = await page.evaluate(() =>
      [...document.querySelectorAll("body, .panes, .list, .reading, .mail, .mail *")]
        .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
        .map((each) => each.className),
    );
    expect(tooWide).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  });
}
