import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstChatbotId } from "../../core/main.ts";
import { buildWidget } from "../../widget/build.mjs";
import { chromium } from "../support/chromium.ts";
import { openDeskbell } from "../support/deskbell.ts";
import { startHostSite } from "./support/host-site.ts";
import { widgetIn } from "./support/widget-in.ts";

/** What the other files play against a stand-in, once against the server itself. */
describe.skipIf(!chromium.path)("the widget with the server", () => {
  let files: string;
  let browser: Browser;
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), "deskbell-widget-"));
    await buildWidget(files);
    browser = await chromium.launch();
    deskbell = await openDeskbell("embedded", {
      widgetDirectory: files,
      chatbots: [{ id: firstChatbotId, name: "Fern & Fable" }],
    });
  });
  afterAll(async () => {
    await deskbell?.close();
    await browser?.close();
    await rm(files, { recursive: true });
  });

  it("chats, thanks, asks for a human, and goes on after a reload", async () => {
    await using visit = await visitSite();
    const { page, widget } = visit;
    await widget.open();
    await widget.say("Do you ship to Malta?");
    await widget.log.locator(".assistant").waitFor();
    await widget.button("That answered my question 👍").click();
    await widget.log.getByText("👍 Thanks").waitFor();
    await widget.say("And to Gozo?");
    await widget.log.locator(".assistant").nth(1).waitFor();
    await widget.button("Talk to a human").last().click();
    await widget.log.getByText("Sent! The team will follow up soon.").waitFor();
    await widget.status.getByText("Waiting for the team").waitFor();
    const before = await widget.texts();
    await page.reload();
    await widget.log.getByText("Sent!").waitFor();
    expect(await widget.texts()).toEqual(before);
    await expect.poll(() => unsent(page)).toBeNull();
  });

  const unsent = (page: Awaited<ReturnType<Browser["newPage"]>>) =>
    page.evaluate(() => Object.entries(localStorage).find(([name]) => name.endsWith(":outbox")) ?? null);

  async function visitSite() {
    const site = await startHostSite(`${deskbell.url}/`, firstChatbotId);
    const page = await browser.newPage();
    await page.goto(site.page("strict"));
    return {
      page,
      widget: widgetIn(page),
      async [Symbol.asyncDispose]() {
        await page.close();
        await site.close();
      },
    };
  }
});
