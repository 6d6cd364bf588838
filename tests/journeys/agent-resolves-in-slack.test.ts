import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromium } from "../support/chromium.ts";
import { openStage, type Stage } from "./support/open-stage.ts";

describe.skipIf(!chromium.path)("an agent resolves it in Slack", { timeout: 60_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  it("claims, resolves and reopens by pressing buttons, and the visitor sees each at once", async () => {
    const question = "Where are you?";
    await using visitor = await stage.visitor();
    await using agent = await stage.agent("Ben");
    const { status } = visitor.widget;
    await visitor.widget.open();
    await visitor.widget.ask(question, "12 Harbour Street");
    await visitor.widget.askForHuman();
    const card = agent.cards(question);
    await card.waitFor();
    const ts = await card.getAttribute("data-message-ts");
    const buttons = () => card.locator("[data-action-id]").allInnerTexts();
    expect(await buttons()).toEqual(["Claim", "Resolve", "Open transcript"]);

    await agent.press(card, "Claim");
    await status.getByText("Ben is here").waitFor();
    await card.getByRole("heading", { name: "Ben is on it" }).waitFor();
    expect(await buttons()).toEqual(["Resolve", "Open transcript"]);

    await agent.actAs("Ana");
    await agent.press(card, "Resolve");
    await status.getByText("Resolved by Ana").waitFor();
    await card.getByRole("heading", { name: "Resolved" }).waitFor();
    expect(await buttons()).toEqual(["Reopen", "Open transcript"]);

    await agent.press(card, "Reopen");
    await status.getByText("Ben is here").waitFor();
    await card.getByRole("heading", { name: "Ben is on it" }).waitFor();

    await agent.openThread(card);
    await expect.poll(() => agent.lines.count()).toBe(1 + 3);
    const lines = await agent.lines.allInnerTexts();
    expect(lines[1]).toContain("Ben is on it (claimed in Slack)");
    expect(lines[2]).toContain("Ana resolved this in Slack");
    expect(lines[3]).toContain("Ana reopened this in Slack");
    expect(await card.count()).toBe(1);
    expect(await card.getAttribute("data-message-ts")).toBe(ts);
    expect(agent.complaints).toEqual([]);
  });

  it("and when the visitor asks again there is a new card, and the old one tells the truth", async () => {
    const question = "Can I visit on Saturday?";
    await using visitor = await stage.visitor();
    await using agent = await stage.agent("Ana");
    const { status } = visitor.widget;
    await visitor.widget.open();
    await visitor.widget.ask(question, "Saturday: 10:00");
    await visitor.widget.askForHuman();
    await agent.press(agent.cards(question), "Resolve");
    await status.getByText("Resolved by Ana").waitFor();

    await visitor.widget.button("Still need help?").click();
    await status.getByText("Waiting for the team").waitFor();
    await expect.poll(() => agent.cards(question).count()).toBe(2);
    const [old, current] = [agent.cards(question).first(), agent.cards(question).last()];
    await current.getByRole("heading", { name: "Waiting for a human" }).waitFor();
    await current.getByText("request 2 of this visitor").waitFor();

    await agent.actAs("Ben");
    await agent.press(old, "Reopen");
    await agent.channel
      .getByText("This button belongs to an earlier request (episode 1); episode 2 is open.")
      .waitFor();
    await old.getByRole("heading", { name: "Earlier request (episode 1)" }).waitFor();
    expect(await old.locator("[data-action-id]").allInnerTexts()).toEqual(["Open transcript"]);
    await current.getByRole("heading", { name: "Waiting for a human" }).waitFor();
    await status.getByText("Waiting for the team").waitFor();

    await agent.press(current, "Resolve");
    await status.getByText("Resolved by Ben").waitFor();
    await old.getByRole("heading", { name: "Earlier request (episode 1)" }).waitFor();
  });

  it("and of two who press Claim at once, the second is told who was first", async () => {
    const question = "Is there a sale?";
    const { slack, channel } = stage.demo;
    await using visitor = await stage.visitor();
    await using agent = await stage.agent("Ben");
    await visitor.widget.open();
    await visitor.widget.ask(question, "HELLO10");
    await visitor.widget.askForHuman();
    await agent.cards(question).waitFor();
    const ts = (await agent.cards(question).getAttribute("data-message-ts")) ?? "";
    const rendering = slack.message(channel, ts);
    const [ana, ben] = slack.people;
    await Promise.all(
      [ana, ben].map((person) =>
        slack.click({ channel, ts, actionId: "escalation.claim", user: person?.id, rendering }),
      ),
    );
    await slack.until(() => slack.ephemerals().some(({ text }) => text.startsWith("Already claimed by")));
    const told = slack.ephemerals().filter(({ text }) => text.startsWith("Already claimed by"));
    expect(told).toHaveLength(1);
    const first = told[0]?.user === ana?.id ? "Ben" : "Ana";
    expect(told[0]?.text).toContain(`Already claimed by ${first}`);
    await visitor.widget.status.getByText(`${first} is here`).waitFor();
  });
});
