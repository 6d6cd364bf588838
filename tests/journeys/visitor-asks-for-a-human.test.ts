import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromium } from "../support/chromium.ts";
import { openStage, type Stage } from "./support/open-stage.ts";

const positive = /answered my question/;

describe.skipIf(!chromium.path)("a visitor asks for a human", { timeout: 60_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  it("after a chat with the assistant, and the team reads it in Slack", async () => {
    await using visitor = await stage.visitor();
    await using agent = await stage.agent("Ana");
    const { widget } = visitor;

    await widget.open();
    await widget.ask("How long does shipping take?", "We ship every weekday");
    await widget.ask("How do returns work?", "You can send anything back within 30 days");
    await expect.poll(() => widget.button(positive).count()).toBe(2);
    expect(await widget.button("Talk to a human").count()).toBe(2);

    await widget.button(positive).first().click();
    await widget.log.getByText("👍 Thanks for letting us know").waitFor();
    expect(await widget.button(positive).count()).toBe(1);

    await widget.askForHuman();
    await widget.log.getByText("Sent! The team will follow up soon.").waitFor();
    expect(await widget.button("Talk to a human").count()).toBe(0);

    const card = agent.cards("How do returns work?");
    await card.getByRole("heading", { name: "Waiting for a human · Lampyris" }).waitFor();
    await card.getByText("Visitor: How long does shipping take?").waitFor();
    await card.getByText("Assistant: We ship every weekday").waitFor();
    expect(await card.getByRole("link", { name: stage.demo.shopUrl }).getAttribute("href")).toBe(stage.demo.shopUrl);
    expect(await card.getByRole("button").allInnerTexts()).toEqual(expect.arrayContaining(["Claim", "Resolve"]));
    expect(visitor.complaints).toEqual([]);
    expect(agent.complaints).toEqual([]);
  });

  it("and what is said while they wait comes to the card's thread, in order", async () => {
    await using visitor = await stage.visitor();
    await using agent = await stage.agent("Ben");
    const { widget } = visitor;

    await widget.open();
    await widget.ask("What are your opening hours?", "12 Harbour Street");
    await widget.askForHuman();
    const card = agent.cards("What are your opening hours?");
    await card.waitFor();
    const before = (await widget.said()).length;

    await widget.ask("How can I pay?", "You can pay by card");
    await widget.say("<b>One</b> more & *more*");
    await widget.log.getByText("That is beyond me").waitFor();
    await agent.openThread(card);
    await expect.poll(() => agent.lines.count()).toBe(1 + 4);

    const inThread = (await agent.lines.allTextContents()).slice(1);
    const inWidget = (await widget.said()).slice(before);
    expect(inThread[0]).toContain("VisitorHow can I pay?");
    expect(inThread[1]).toContain("AssistantYou can pay by card, PayPal or invoice (30 days).");
    expect(inThread[2]).toContain("Visitor<b>One</b> more & *more*");
    expect(inThread[3]).toContain("AssistantThat is beyond me");
    expect(inWidget[2]).toBe("You: <b>One</b> more & *more*");
    expect(await agent.thread.locator("b").count()).toBe(0);
  });

  it("and finds everything as it was after a reload", async () => {
    await using visitor = await stage.visitor();
    const { widget, page } = visitor;
    await widget.open();
    await widget.ask("Do you have a voucher?", "HELLO10");
    await widget.button(positive).click();
    await widget.ask("And how can I pay?", "You can pay by card");
    await widget.askForHuman();
    await widget.log.getByText("Sent! The team will follow up soon.").waitFor();
    const before = await widget.log.textContent();

    await page.reload();
    await widget.log.getByText("HELLO10").waitFor();
    await widget.status.getByText("Waiting for the team").waitFor();
    expect(await widget.log.textContent()).toBe(before);
  });

  it("because the assistant itself calls one", async () => {
    await using visitor = await stage.visitor();
    await using agent = await stage.agent("Chloé");
    await visitor.widget.open();
    await visitor.widget.ask("My parcel arrived broken!", "I'm calling a colleague right now");
    await visitor.widget.status.getByText("Waiting for the team").waitFor();
    await agent.cards("My parcel arrived broken!").waitFor();
  });

  it("twice, and the team is told once", async () => {
    await using visitor = await stage.visitor();
    await using agent = await stage.agent("Ana");
    const { widget } = visitor;
    await widget.open();
    await widget.ask("Which size fits?", "Table lamps are 32");
    // The answer to the first request is lost, so that the widget asks again.
    await visitor.page.route(
      /\/escalation$/,
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await widget.askForHuman();
    await agent.cards("Which size fits?").waitFor();
    await widget.ask("Anybody?", "That is beyond me");
    await agent.openThread(agent.cards("Which size fits?"));
    await expect.poll(() => agent.lines.count()).toBe(1 + 2);
    expect(await agent.cards("Which size fits?").count()).toBe(1);
  });
});
