import axe from "axe-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installEmail } from "../../../adapters/email/index.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { chromium } from "../../support/chromium.ts";
import { eventually, openDeskbell } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";

const hostile = '<img src=x onerror=alert(1)> javascript:alert(1) https://evil.example/"><script>';

describe("the mailbox on this machine", () => {
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  beforeAll(async () => {
    deskbell = await openDeskbell("embedded", {
      adapters: [installEmail],
      chatbots: [
        { id: firstChatbotId, name: "Lamps & more", owner: { email: "ana@acme.example", name: "Ana <Owner>" } },
      ],
      mailbox: "open",
      unreachedAfterMs: 300_000,
    });
  });
  afterAll(() => deskbell.close());

  const read = async () => {
    const response = await fetch(`${deskbell.url}/dev/mailbox`);
    return { status: response.status, headers: response.headers, page: await response.text() };
  };

  it("shows the mail that nobody sends, the newest first, as the text it is", async () => {
    expect((await read()).page).toContain("No mail yet");
    for (const question of ["The first", hostile]) {
      const visitor = await arrive(deskbell.url, firstChatbotId);
      await visitor.says(question);
      await visitor.asksForHuman();
      const log = () => deskbell.deliveryLog(firstChatbotId, visitor.session.conversation_id);
      const [kept] = await eventually(async () => {
        const mails = (await log()).filter((each) => each.adapter === "email");
        return mails.length > 0 && mails.every((each) => each.state === "delivered") && mails;
      });
      expect(kept).toMatchObject({
        account: "mailbox",
        address: "ana@acme.example",
        reason: expect.stringContaining("nobody looks"),
      });
    }
    const { status, page, headers } = await read();
    expect(status).toBe(200);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(page.match(/<article/g)).toHaveLength(2);
    expect(page.indexOf("onerror=alert")).toBeLessThan(page.indexOf("Question: The first"));
    expect(page).toContain("Ana Owner &lt;ana@acme.example&gt;");
    expect(page).not.toMatch(/<img|<script|href="javascript/);
    expect(page).toContain('<a href="https://evil.example/"');
    expect(page).toContain(`<a href="${deskbell.url}/adapters/email/resolve/`);
  });

  it("says that such mail reached nobody", async () => {
    expect(deskbell.lines.filter(({ level }) => level === "warn").map(({ message }) => message)).toEqual([
      expect.stringMatching(/^E-mail: nothing is sent; .* Set EMAIL_FROM, and SENDGRID_API_KEY or SMTP_URL\./),
    ]);
  });

  it.skipIf(!chromium.path)("is readable by everybody, in light and dark and on a phone", async () => {
    const browser = await chromium.launch();
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.newPage({ colorScheme, viewport: { width: 390, height: 780 }, bypassCSP: true });
      await page.goto(`${deskbell.url}/dev/mailbox`);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      if (process.env.SCREENSHOTS)
        await page.screenshot({ path: `${process.env.SCREENSHOTS}/mailbox-${colorScheme}.png`, fullPage: true });
    }
    await browser.close();
  });
});
