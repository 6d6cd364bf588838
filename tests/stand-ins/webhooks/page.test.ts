import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newSecret } from "../../../core/webhooks/secret.ts";
import { sendTo } from "../../core/webhooks/support/sending.ts";
import { chromium } from "../../support/chromium.ts";
import { type StandInReceiver, startStandInReceiver } from "./stand-in-receiver.ts";

const secret = newSecret();

describe.skipIf(!chromium.path)("the page of the stand-in receiver", () => {
  let browser: Browser;
  let page: Page;
  let receiver: StandInReceiver;
  const wrong: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    wrong.length = 0;
    receiver = await startStandInReceiver({ secret });
    page = await browser.newPage({ viewport: { width: 800, height: 700 } });
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    await page.goto(receiver.url);
    await page.locator("body[data-ready]").waitFor();
  });
  afterEach(async () => {
    await page.close();
    await receiver.stop();
    expect(wrong).toEqual([]);
  });

  const send = (with_ = {}, signedWith = secret) =>
    sendTo({ url: receiver.hookUrl, secrets: [signedWith] }).send(with_);
  const shown = () => page.locator(".delivery");

  it("says where it listens while nothing has arrived", async () => {
    expect(await page.textContent("body")).toContain(receiver.hookUrl);
    expect(await page.locator(".empty").count()).toBe(1);
  });

  it("shows each webhook as it arrives, newest on top, with its verdict, its body and its headers", async () => {
    await send();
    await send({ attempt: 2 }, newSecret());
    await shown().nth(1).waitFor();
    const [newest, oldest] = [shown().first(), shown().nth(1)];
    expect(await newest.locator("summary").textContent()).toMatch(
      /conversation\.escalated.*not signed by this secret.*attempt 2.*answered 200/,
    );
    expect(await oldest.locator(".verdict").textContent()).toBe("verified");
    await newest.locator("summary").click();
    expect(await newest.locator("pre").textContent()).toContain('\n    "last_message": "');
    expect(await newest.locator("dl").textContent()).toContain("webhook-signature");
  });

  it("keeps open what is being read when another one arrives", async () => {
    await send();
    await send({ attempt: 2 });
    await shown().nth(1).waitFor();
    await shown().first().locator("summary").click();
    await send({ attempt: 3 });
    await shown().nth(2).waitFor();
    const openOnes = await shown().evaluateAll((all) => all.map((each) => each.hasAttribute("open")));
    expect(openOnes).toEqual([false, true, true]);
  });

  it("draws what is hostile as the text that it is, and what is no JSON as it came", async () => {
    await send({
      body: JSON.stringify({ event: "<img src=x onerror=alert(1)>", text: '"</pre><script>alert(1)</script>' }),
    });
    await send({ body: "<b>not JSON" });
    await shown().nth(1).waitFor();
    expect(await page.locator("img, pre script, pre b").count()).toBe(0);
    expect(await shown().first().locator("pre").textContent()).toBe("<b>not JSON");
    expect(await shown().nth(1).locator("strong").textContent()).toBe("<img src=x onerror=alert(1)>");
  });

  it("fits a phone, light and dark", async () => {
    await send();
    await send();
    await shown().nth(1).waitFor();
    await page.setViewportSize({ width: 360, height: 640 });
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    const grounds = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    }
    expect(new Set(grounds).size).toBe(2);
  });
});
