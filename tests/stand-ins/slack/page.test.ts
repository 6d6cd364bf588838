import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { LogLevel, WebClient } from "@slack/web-api";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type StandInSlack, startStandInSlack } from "./stand-in-slack.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

describe.skipIf(!existsSync(executablePath))("the page of the stand-in Slack", () => {
  let browser: Browser;
  let page: Page;
  let slack: StandInSlack;
  let client: WebClient;
  const wrong: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    wrong.length = 0;
    slack = await startStandInSlack();
    slack.createChannel({ id: "C1", name: "support" });
    slack.createChannel({ id: "C2", name: "sales" });
    client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, logLevel: LogLevel.ERROR });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    await page.goto(`${slack.url}/?channel=C1`);
    await page.locator("body[data-ready]").waitFor();
  });
  afterEach(async () => {
    await page.close();
    await slack.stop();
    expect(wrong).toEqual([]);
  });

  const inChannel = () => page.locator('[data-pane="channel"]');
  const inThread = () => page.locator('[data-pane="thread"]');
  const button = (text: string, action: string, more: { style?: "primary" | "danger" } = {}) => ({
    type: "button" as const,
    text: { type: "plain_text" as const, text },
    action_id: action,
    ...more,
  });
  const card = (status: string, ...buttons: ReturnType<typeof button>[]) => [
    { type: "header" as const, text: { type: "plain_text" as const, text: "Someone asks for a human" } },
    { type: "section" as const, text: { type: "mrkdwn" as const, text: status } },
    { type: "actions" as const, elements: buttons },
  ];

  it("shows a card as it arrives and changes it in place", async () => {
    const open = card("*Waiting* for <b> &amp; &lt;script&gt;", button("Resolve", "resolve", { style: "primary" }));
    const { ts = "" } = await client.chat.postMessage({ channel: "C1", text: "Card", blocks: open });
    const message = inChannel().locator(`[data-message-ts="${ts}"]`);
    await message.getByRole("button", { name: "Resolve" }).waitFor();
    expect(await message.getByRole("heading").textContent()).toBe("Someone asks for a human");
    expect(await message.locator("strong", { hasText: "Waiting" }).count()).toBe(1);
    expect(await message.textContent()).toContain("& <script>");

    await client.chat.update({
      channel: "C1",
      ts,
      text: "Card",
      blocks: card("Resolved by Ana", button("Reopen", "reopen")),
    });
    await message.getByRole("button", { name: "Reopen" }).waitFor();
    expect(await message.getByRole("button", { name: "Resolve" }).count()).toBe(0);
    expect(await inChannel().locator("article").count()).toBe(1);
  });

  it("sends a press as the chosen person and says so when nobody answers", async () => {
    const presses: string[] = [];
    const app = createServer((request, response) => {
      let body = "";
      request
        .on("data", (part) => (body += part))
        .on("end", () => {
          const payload = new URLSearchParams(body).get("payload");
          if (payload !== null) presses.push(JSON.parse(payload).user.id);
          response.writeHead(presses.length < 2 ? 200 : 500).end();
        });
    });
    await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
    slack.sendCallbacksTo(`http://127.0.0.1:${(app.address() as AddressInfo).port}`);
    await client.chat.postMessage({
      channel: "C1",
      text: "Card",
      blocks: card("Waiting", button("Resolve", "resolve")),
    });
    await page.getByLabel("You are").selectOption({ label: "Ben" });
    await page.getByRole("button", { name: "Resolve" }).click();
    await expect.poll(() => presses).toEqual([slack.people[1]?.id]);
    expect(await page.getByRole("alert").count()).toBe(0);
    await page.getByRole("button", { name: "Resolve" }).click();
    await page.getByRole("alert").getByText("The app answered 500.").waitFor();
    await new Promise((resolve) => app.close(resolve));
  });

  it("opens the thread of a card and writes into it", async () => {
    const { ts = "" } = await client.chat.postMessage({ channel: "C1", text: "Card" });
    const quote = {
      type: "rich_text_quote" as const,
      elements: [{ type: "text" as const, text: "<img src=x onerror=alert(1)> *not bold*" }],
    };
    await client.chat.postMessage({
      channel: "C1",
      text: "said",
      thread_ts: ts,
      blocks: [{ type: "rich_text", elements: [quote] }],
    });
    await page.getByRole("button", { name: /^1 reply/ }).click();
    await inThread().getByText("<img src=x onerror=alert(1)> *not bold*").waitFor();
    expect(await page.locator("img").count()).toBe(0);
    await inThread().getByLabel("Reply in thread").fill("I am on it :tada:");
    await page.keyboard.press("Enter");
    await inThread().getByText("I am on it 🎉").waitFor();
    expect(slack.thread("C1", ts).at(-1)).toMatchObject({ user: slack.people[0]?.id, thread_ts: ts });
    await inThread().getByRole("button", { name: "Close thread" }).click();
    expect(await inThread().isVisible()).toBe(false);
    await page.getByRole("button", { name: /^2 replies/ }).waitFor();
  });

  it("sends typed commands and shows notices to the person they are for", async () => {
    await inChannel().getByLabel("Message", { exact: true }).fill("/deskbell connect shop");
    await page.keyboard.press("Enter");
    await page.getByText("No app is listening yet.").waitFor();
    expect(slack.deliveries.at(-1)?.callback.payload).toMatchObject({ command: "/deskbell", text: "connect shop" });
    await client.chat.postEphemeral({ channel: "C1", user: slack.people[1]?.id ?? "", text: "Already resolved" });
    await page.getByLabel("You are").selectOption({ label: "Ben" });
    await page.getByText("Already resolved").waitFor();
    expect(await page.locator("[data-ephemeral]").count()).toBe(1);
    await page.getByRole("button", { name: "Dismiss" }).click();
    expect(await page.getByText("Already resolved").count()).toBe(0);
  });

  it("marks other channels as unread and goes there", async () => {
    slack.say({ channel: "C2", text: "anyone?" });
    await page.locator('[data-channel-id="C2"][data-unread]').click();
    await inChannel().getByText("anyone?").waitFor();
    expect(await inChannel().getByRole("heading").textContent()).toBe("# sales");
  });

  it("fits a narrow frame, where the thread takes the place of the channel", async () => {
    await page.setViewportSize({ width: 480, height: 700 });
    const { ts } = slack.say({ channel: "C1", text: "https://example.com/".padEnd(300, "x") });
    await inChannel().locator(`[data-message-ts="${ts}"]`).waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(480);
    await page.getByRole("button", { name: "Reply in thread" }).click();
    await inThread().getByLabel("Reply in thread").waitFor();
    expect(await inChannel().isVisible()).toBe(false);
  });
});
