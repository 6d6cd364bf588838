import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromium } from "../support/chromium.ts";
import { openStage, type Stage } from "./support/open-stage.ts";
import { widgetOn } from "./support/widget-on.ts";

describe.skipIf(!chromium.path)("two visitors, one of them in two tabs", { timeout: 60_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  it("each sees their own conversation in every tab, and the team sees one card for each", async () => {
    await using mia = await stage.visitor();
    await using leo = await stage.visitor();
    await using agent = await stage.agent("Ana");
    await mia.widget.open();
    await mia.widget.ask("Do you sell outside Europe?", "EU, the UK, Norway");
    await leo.widget.open();
    await leo.widget.ask("Do you take PayPal?", "PayPal");

    const secondTab = widgetOn(await mia.tab());
    await secondTab.open();
    await secondTab.log.getByText("Do you sell outside Europe?").waitFor();
    await secondTab.ask("How much is it by express delivery?", "the next working day");
    await mia.widget.log.getByText("the next working day").waitFor();
    expect(await mia.widget.said()).toEqual(await secondTab.said());

    await secondTab.askForHuman();
    await mia.widget.status.getByText("Waiting for the team").waitFor();
    await mia.widget.log.getByText("Sent! The team will follow up soon.").waitFor();
    await leo.widget.askForHuman();

    const [hers, his] = [agent.cards("How much is it by express delivery?"), agent.cards("Do you take PayPal?")];
    await hers.waitFor();
    await agent.press(his, "Resolve");
    await leo.widget.status.getByText("Resolved by Ana").waitFor();
    await agent.press(hers, "Claim");
    await mia.widget.status.getByText("Ana is here").waitFor();
    await secondTab.status.getByText("Ana is here").waitFor();

    expect(await leo.widget.log.textContent()).not.toContain("outside Europe");
    expect(await secondTab.log.textContent()).not.toContain("PayPal");
    expect([await hers.count(), await his.count()]).toEqual([1, 1]);
    expect([...mia.complaints, ...leo.complaints]).toEqual([]);
  });

  it("writing from both tabs at once loses and doubles nothing, and both show the same order", async () => {
    await using mia = await stage.visitor();
    await mia.widget.open();
    await mia.widget.ask("Hello", "I'm the shop's assistant");
    const other = widgetOn(await mia.tab());
    await other.open();
    await other.log.getByText("I'm the shop's assistant").waitFor();

    const texts = ["one", "two", "three"].flatMap((word) => [`first ${word}`, `second ${word}`]);
    for (let index = 0; index < texts.length; index += 2)
      await Promise.all([mia.widget.say(texts[index] ?? ""), other.say(texts[index + 1] ?? "")]);
    for (const widget of [mia.widget, other])
      for (const text of texts) await widget.bubbles.getByText(text, { exact: true }).waitFor();
    // The last word is the assistant's: nothing more is on its way.
    await expect.poll(async () => (await mia.widget.said()).at(-1)).toContain("AI assistant:");
    await expect.poll(() => other.said()).toEqual(await mia.widget.said());
    const mine = (await other.said()).filter((line) => line.startsWith("You: "));
    expect(mine.slice(1).sort()).toEqual(texts.map((text) => `You: ${text}`).sort());
  });
});
