import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromium } from "../support/chromium.ts";
import { openStage, type Stage } from "./support/open-stage.ts";

describe.skipIf(!chromium.path)("an agent resolves it in Microsoft Teams", { timeout: 60_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  it("and the card there, the card in Slack and the visitor's status change in place", async () => {
    const question = "How do returns work?";
    await using visitor = await stage.visitor();
    await using inTeams = await stage.agentInTeams("Ben Okafor");
    await using inSlack = await stage.agent("Ana");
    const { status } = visitor.widget;
    await visitor.widget.open();
    await visitor.widget.ask(question, "within 30 days");
    await visitor.widget.askForHuman();
    const card = inTeams.cards(question);
    await card.waitFor();
    const slackCard = inSlack.cards(question);
    const ts = await slackCard.getAttribute("data-message-ts");

    await inTeams.press(card, "Claim");
    await status.getByText("Ben Okafor is here").waitFor();
    await card.getByText("Ben Okafor is on it · Lampyris").waitFor();
    await slackCard.getByRole("heading", { name: "Ben Okafor is on it" }).waitFor();

    await inTeams.press(card, "Resolve");
    await status.getByText("Resolved by Ben Okafor").waitFor();
    await card.getByRole("button", { name: "Reopen" }).waitFor();
    await slackCard.getByText("Resolved by Ben Okafor in Microsoft Teams").waitFor();
    expect(await slackCard.getAttribute("data-message-ts")).toBe(ts);

    await inSlack.press(slackCard, "Reopen");
    await status.getByText("Ben Okafor is here").waitFor();
    await card.getByRole("button", { name: "Resolve" }).waitFor();

    await card.getByText("Ana reopened this in Slack").waitFor();
    await visitor.widget.say("Thank you!");
    await card.getByText("💬 Visitor: Thank you!").waitFor();
    expect(await inTeams.cards(question).count()).toBe(1);
    expect([...inTeams.complaints, ...inSlack.complaints, ...visitor.complaints]).toEqual([]);
  });
});
