import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startShopPane } from "../stand-ins/demo/shop-pane.ts";
import { startSlackPane } from "../stand-ins/demo/slack-pane.ts";
import { chromium } from "../support/chromium.ts";
import { makeHome, type TestHome } from "../support/database.ts";
import { compileServer } from "./support/compile-server.ts";
import { deskbellProcess } from "./support/deskbell-process.ts";
import { openPage } from "./support/open-stage.ts";
import { slackOn } from "./support/slack-on.ts";
import { widgetOn } from "./support/widget-on.ts";

const down = "The chat cannot be reached right now. We keep trying, and nothing you write is lost.";

describe.skipIf(!chromium.path)("the server goes away and comes back", { timeout: 120_000 }, () => {
  let server: Awaited<ReturnType<typeof compileServer>>;
  let browser: Browser;
  let home: TestHome;
  let shop: Awaited<ReturnType<typeof startShopPane>>;
  let office: Awaited<ReturnType<typeof startSlackPane>>;
  let deskbell: Awaited<ReturnType<typeof deskbellProcess>>;

  beforeAll(async () => {
    [server, browser] = await Promise.all([compileServer(), chromium.launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });
  beforeEach(async () => {
    [home, shop, office] = await Promise.all([makeHome("embedded"), startShopPane(), startSlackPane()]);
    deskbell = await deskbellProcess(server.start, { ...home.env, ...office.env });
    shop.meet(deskbell.url);
    office.meet(deskbell.url);
    await deskbell.start();
  });
  afterEach(async () => {
    await deskbell.kill();
    await shop.stop();
    await office.stop();
    await home.remove();
  });

  it.each([
    ["kill -9", "kill"],
    ["a restart", "stop"],
  ] as const)(
    "by %s in the middle of a chat: nothing is lost, nothing doubled, and the visitor is told",
    async (_, end) => {
      await using visitor = await openPage(browser, shop.pane.url);
      await using agent = await openPage(browser, office.pane.url);
      const widget = widgetOn(visitor.page);
      const slack = slackOn(agent.page);
      await widget.open();
      await widget.ask("How do returns work?", "within 30 days");

      await deskbell[end]();
      await widget.say("Written while it was away");
      await widget.status.getByText(down).waitFor();
      await widget.log.getByText("Not sent yet. Trying again…").waitFor();
      await deskbell.start();

      await widget.log.locator(".turn.assistant").filter({ hasText: "That is beyond me" }).waitFor();
      await expect.poll(() => widget.status.getByText(down).count()).toBe(0);
      expect((await widget.said()).map((line) => line.slice(0, 30))).toEqual([
        "You: How do returns work?",
        expect.stringContaining("AI assistant: You can send"),
        "You: Written while it was away".slice(0, 30),
        expect.stringContaining("AI assistant: That is beyond"),
      ]);

      await widget.askForHuman();
      await slack.press(slack.cards("Written while it was away"), "Resolve");
      await widget.status.getByText("Resolved by Ana").waitFor();
      expect(await slack.cards("Written while it was away").count()).toBe(1);
    },
  );

  it("while a human is asked for: the request arrives once, and the card with it", async () => {
    await using visitor = await openPage(browser, shop.pane.url);
    await using agent = await openPage(browser, office.pane.url);
    const widget = widgetOn(visitor.page);
    const slack = slackOn(agent.page);
    await widget.open();
    await widget.ask("How can I pay?", "You can pay by card");

    await deskbell.kill();
    await widget.button("Talk to a human").click();
    await widget.status.getByText("The team cannot be reached yet. We keep trying.").waitFor();
    await deskbell.start();

    await widget.status.getByText("Waiting for the team").waitFor();
    await slack.cards("How can I pay?").waitFor();
    await slack.press(slack.cards("How can I pay?"), "Claim");
    await widget.status.getByText("Ana is here").waitFor();
    expect(await slack.cards("How can I pay?").count()).toBe(1);
  });

  it("between an agent's press and the next: the card and the visitor go on where they were", async () => {
    await using visitor = await openPage(browser, shop.pane.url);
    await using agent = await openPage(browser, office.pane.url);
    const widget = widgetOn(visitor.page);
    const slack = slackOn(agent.page);
    await widget.open();
    await widget.ask("Is there a voucher?", "HELLO10");
    await widget.askForHuman();
    const card = slack.cards("Is there a voucher?");
    await slack.press(card, "Claim");
    await widget.status.getByText("Ana is here").waitFor();

    await deskbell.kill();
    await slack.press(card, "Resolve");
    await card.getByRole("alert").getByText("The app did not answer").waitFor();
    await deskbell.start();

    await slack.press(card, "Resolve");
    await card.getByRole("heading", { name: "Resolved" }).waitFor();
    await widget.status.getByText("Resolved by Ana").waitFor();
    await slack.openThread(card);
    await expect.poll(() => slack.lines.count()).toBe(1 + 2);
  });
});
