import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chromium } from "../../support/chromium.ts";
import { card, cardActivity, json, startListeningBot } from "./listening-bot.ts";

type Bot = Awaited<ReturnType<typeof startListeningBot>>;

describe.skipIf(!chromium.path)("the page of the stand-in Teams", () => {
  let browser: Browser;
  let page: Page;
  let app: Bot;
  const wrong: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    wrong.length = 0;
    app = await startListeningBot({ callbackTimeoutMs: 5000 });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    await open();
  });
  afterEach(async () => {
    await page.close();
    await app.stop();
    expect(wrong).toEqual([]);
  });

  async function open(): Promise<void> {
    await page.goto(`${app.teams.url}/?channel=${encodeURIComponent(app.channel)}`);
    await page.locator("body[data-ready]").waitFor();
  }

  const messageOf = (activityId: string) => page.locator(`[data-activity-id="${activityId}"]`);
  const pressable = (activityId: string, name: string) => messageOf(activityId).getByRole("button", { name });
  const answerWith = (type: string, value: unknown) =>
    app.answerWith((response) => response.end(JSON.stringify({ statusCode: 200, type, value })));

  it("draws a card with Microsoft's own renderer as it arrives, and changes it in place", async () => {
    const { activityId } = await app.bot.createThread(
      app.channel,
      cardActivity({
        ...card("Resolve"),
        body: [
          { type: "TextBlock", text: "Someone **asks** <b>x</b> # y", wrap: true },
          { type: "RichTextBlock", inlines: [{ type: "TextRun", text: "[raw](https://evil.example) <img src=x>" }] },
          { type: "FactSet", facts: [{ title: "From", value: "[Lisbon](https://a.example)" }] },
        ],
      }),
    );
    await pressable(activityId, "Resolve").waitFor();
    const message = messageOf(activityId);
    expect(await message.locator("strong", { hasText: "asks" }).count()).toBe(1);
    expect(await message.textContent()).toContain("<b>x</b> # y");
    expect(await message.textContent()).toContain("[raw](https://evil.example) <img src=x>");
    expect(await message.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href")))).toEqual([
      "https://a.example",
    ]);
    expect(await page.locator("img").count()).toBe(0);

    await app.bot.conversations.updateActivity(app.channel, activityId, cardActivity(card("Reopen")));
    await pressable(activityId, "Reopen").waitFor();
    expect(await pressable(activityId, "Resolve").count()).toBe(0);
    await message.getByText("Edited").waitFor();
    expect(await page.locator(".post").count()).toBe(1);
  });

  it("presses as the chosen person, with what was typed, and shows the answer to that person alone", async () => {
    const [ana, ben] = app.teams.people;
    const { activityId } = await app.bot.createThread(
      app.channel,
      cardActivity({ ...card("Resolve"), body: [{ type: "Input.Text", id: "note", label: "Note" }] }),
    );
    answerWith("application/vnd.microsoft.card.adaptive", card("Reopen"));
    await page.getByLabel("You are").selectOption({ label: ben?.name ?? "" });
    await messageOf(activityId).getByLabel("Note").fill("called back");
    await pressable(activityId, "Resolve").click();
    await pressable(activityId, "Reopen").waitFor();
    expect(json(app.last())).toMatchObject({
      from: { id: ben?.id },
      replyToId: activityId,
      value: { action: { verb: "Resolve", data: { c: "conversation-1", note: "called back" } } },
    });
    await page.getByLabel("You are").selectOption({ label: ana?.name ?? "" });
    await pressable(activityId, "Resolve").waitFor();
  });

  it("says so in words when the bot answers with a message, fails, or is not there", async () => {
    const activityId = await app.postCard("Resolve");
    answerWith("application/vnd.microsoft.activity.message", "Already resolved by Ben.");
    await pressable(activityId, "Resolve").click();
    await messageOf(activityId).getByText("Already resolved by Ben.").waitFor();
    app.answerWith((response) => response.writeHead(500).end());
    await pressable(activityId, "Resolve").click();
    await page.getByRole("alert").getByText("The app answered 500.").waitFor();
    app.teams.sendCallbacksTo(undefined);
    await pressable(activityId, "Resolve").click();
    await page.getByRole("alert").getByText("No app is listening yet.").waitFor();
  });

  it("shows the replies of a thread under its post, and writes into it", async () => {
    const root = await app.bot.createThread(app.channel, cardActivity(card("Resolve")));
    const plain = "Visitor: <img src=x onerror=alert(1)> *not italic*";
    await app.bot.conversations.sendToConversation(root.id, { type: "message", text: plain, textFormat: "plain" });
    await page.getByText(plain).waitFor();
    await page.getByRole("button", { name: "Reply" }).click();
    await page.getByLabel("Reply").fill("I am on it");
    await app.bot.conversations.sendToConversation(root.id, { type: "message", text: "*still* waiting" });
    await page.locator("em", { hasText: "still" }).waitFor();
    expect(await page.getByLabel("Reply").inputValue()).toBe("I am on it");
    await page.keyboard.press("Enter");
    await page.locator(".replies").getByText("I am on it").waitFor();
    expect(app.teams.thread(app.channel, root.activityId).at(-1)).toMatchObject({ from: { name: "Ana Duarte" } });
    await app.bot.conversations.deleteActivity(
      root.id,
      app.teams.thread(app.channel, root.activityId)[1]?.activityId ?? "",
    );
    await page.getByText("This message has been deleted.").waitFor();
    expect(await page.getByText(plain).count()).toBe(0);
  });

  it("mentions the bot when somebody types its name, and says when it was not reached", async () => {
    await page.getByLabel("New post").fill("@deskbell connect");
    await page.keyboard.press("Enter");
    await page.locator(".mention", { hasText: "deskbell" }).waitFor();
    await expect.poll(() => json(app.last()).text).toBe("<at>Deskbell</at> connect");
    app.teams.sendCallbacksTo(undefined);
    await page.getByLabel("New post").fill("@Deskbell status");
    await page.keyboard.press("Enter");
    await page.getByText("Deskbell was not reached. No app is listening yet.").waitFor();
  });

  it("marks other channels as unread and goes there", async () => {
    await app.teams.say({ channel: app.team, text: "anyone?" });
    await page.locator(`[data-place-id="${app.team}"][data-unread]`).click();
    await page.getByText("anyone?").waitFor();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("General");
  });

  it.each([1280, 620, 390])("fits a frame %i wide, long words and all", async (width) => {
    await page.setViewportSize({ width, height: 800 });
    const long = "https://example.com/".padEnd(300, "x");
    await app.teams.say({ channel: app.channel, text: long });
    const { activityId } = await app.bot.createThread(
      app.channel,
      cardActivity({
        ...card("Claim", "Resolve", "Reopen"),
        body: [
          { type: "FactSet", facts: [{ title: "Page", value: long }] },
          { type: "RichTextBlock", inlines: [long] },
        ],
      }),
    );
    await pressable(activityId, "Claim").waitFor();
    const tooWide = await page.evaluate(`[...document.querySelectorAll("body, .posts, .card, .card *")]
      .filter((each) => each.getBoundingClientRect().right > innerWidth || each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
      .map((each) => each.className)`);
    expect(tooWide).toEqual([]);
  });
});
