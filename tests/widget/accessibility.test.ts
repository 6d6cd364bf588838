import axe from "axe-core";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromium } from "../support/chromium.ts";
import { openWorkshop, type Workshop } from "./support/open-widget.ts";

const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true };
const desktop = { viewport: { width: 1100, height: 760 } };

describe.skipIf(!chromium.path)("a visitor who uses a keyboard or a screen reader", () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterAll(() => workshop?.close());

  const screens: [string, BrowserContextOptions, readonly string[]][] = [
    ["light desktop", { ...desktop, colorScheme: "light" }, ["#2b59ff", "#ffd84d"]],
    ["dark desktop", { ...desktop, colorScheme: "dark" }, ["#2b59ff", "#1a1c22"]],
    ["light phone", { ...phone, colorScheme: "light" }, ["#7fdbca"]],
    ["dark phone", { ...phone, colorScheme: "dark" }, ["#d6336c"]],
  ];
  it.each(screens)("meets nothing that axe objects to: %s", async (_, context, brands) => {
    for (const color of brands) {
      await using visit = await workshop.visit({
        context: { ...context, reducedMotion: "reduce" },
        prepare(server) {
          server.chatbot = { ...server.chatbot, theme: { color, position: "right", scheme: "auto" } };
          server.assistant = (text) =>
            text === "fail" ? "fails" : { text: `You said: ${text}`, follow_ups: ["Returns?"] };
        },
      });
      const { page, widget, server } = visit;
      await widget.launcher.waitFor();
      const found = { closed: await violations(page) } as Record<string, string[]>;
      await widget.open();
      await widget.root.getByRole("heading", { name: "Fern & Fable" }).waitFor();
      found.open = await violations(page);
      await widget.ask("one");
      await widget.ask("two");
      await widget
        .button(/answered/)
        .first()
        .click();
      found.conversation = await violations(page);
      await widget.button("Talk to a human").last().click();
      await widget.status.getByText("Waiting for the team").waitFor();
      found.waiting = await violations(page);
      server.conversation().setStatus({ claimed_by: "Ana" });
      server.conversation().say({ author: "agent", name: "Ana", text: "Hello" });
      await widget.status.getByText("Ana is here").waitFor();
      found.claimed = await violations(page);
      server.conversation().setStatus({ state: "resolved", resolved_by: "Ana" });
      await widget.button("Still need help?").waitFor();
      await widget.say("fail");
      await widget.log.getByText("Sorry, the assistant").waitFor();
      await widget.field.fill("x".repeat(8_001));
      found.resolved = await violations(page);
      server.fault = () => "reset";
      server.conversation().cut();
      await widget.field.fill("unsent");
      await page.keyboard.press("Enter");
      await widget.log.getByText("Not sent yet").waitFor();
      found.down = await violations(page);
      expect(found).toEqual({
        closed: [],
        open: [],
        conversation: [],
        waiting: [],
        claimed: [],
        resolved: [],
        down: [],
      });
    }
  });

  it("does everything with the keyboard alone", async () => {
    await using visit = await workshop.visit({ context: desktop });
    const { page, widget, server } = visit;
    await widget.launcher.waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Open chat");
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("Your message");
    await page.keyboard.type("Hello");
    await page.keyboard.press("Enter");
    await widget.log.getByText("You said: Hello").waitFor();
    await page.keyboard.press("Shift+Tab");
    expect(await focused(page)).toBe("Talk to a human");
    await page.keyboard.press("Enter");
    await widget.status.getByText("Waiting for the team").waitFor();
    expect(await focused(page)).toBe("Your message");
    expect(server.triggers).toEqual(["inline_cta"]);
    await page.keyboard.press("Escape");
    expect(await focused(page)).toBe("Open chat");
    expect(await widget.panel.count()).toBe(0);
    expect(await widget.launcher.getAttribute("aria-expanded")).toBe("false");
  });

  it("leaves the page usable beside the panel on a desktop", async () => {
    await using visit = await workshop.visit({ context: desktop });
    await visit.widget.open();
    expect(await visit.widget.panel.getAttribute("aria-modal")).toBe("false");
    const seen = new Set<string>();
    for (let presses = 0; presses < 12; presses++) {
      await visit.page.keyboard.press("Tab");
      seen.add(await focused(visit.page));
    }
    expect(seen).toContain("All plants");
  });

  it("keeps the keyboard in the panel where it fills the screen", async () => {
    await using visit = await workshop.visit({ context: { ...phone, reducedMotion: "reduce" } });
    await visit.widget.open();
    expect(await visit.widget.panel.getAttribute("aria-modal")).toBe("true");
    expect(await visit.widget.launcher.isVisible()).toBe(false);
    expect(await visit.widget.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 780 });
    const forth = new Set<string>();
    const back = new Set<string>();
    for (let presses = 0; presses < 8; presses++) {
      await visit.page.keyboard.press("Tab");
      forth.add(await focused(visit.page));
    }
    for (let presses = 0; presses < 8; presses++) {
      await visit.page.keyboard.press("Shift+Tab");
      back.add(await focused(visit.page));
    }
    expect([...forth].sort()).toEqual(["Close chat", "Conversation", "Send message", "Your message"]);
    expect([...back].sort()).toEqual([...forth].sort());
    await visit.page.keyboard.press("Escape");
    expect(await focused(visit.page)).toBe("Open chat");
  });

  it("hears each new message once, from whom, and not the history", async () => {
    await using visit = await workshop.visit();
    await visit.page.addInitScript(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      Object.assign(Element.prototype, { ariaNotify: (words: string) => said.push(words) });
    });
    await visit.page.reload();
    await visit.widget.open();
    await visit.widget.ask("one");
    visit.server.conversation().say({ author: "agent", name: "Ana", text: "Hello" });
    await visit.widget.log.getByText("Hello").waitFor();
    const heard = () => visit.page.evaluate(() => (window as unknown as { said: string[] }).said);
    expect(await heard()).toEqual(["AI assistant: You said: one", "Ana: Hello"]);
    expect(await visit.widget.log.getAttribute("aria-live")).toBe("off");
    await visit.page.reload();
    await visit.widget.log.getByText("Hello").waitFor();
    expect(await heard()).toEqual([]);
  });

  it("has a polite log instead where the browser cannot announce", async () => {
    await using visit = await workshop.visit();
    await visit.page.addInitScript(() => {
      Reflect.deleteProperty(Element.prototype, "ariaNotify");
    });
    await visit.page.reload();
    await visit.widget.open();
    await expect.poll(() => visit.widget.log.getAttribute("aria-live")).toBe("polite");
    await visit.widget.ask("one");
    expect(await visit.widget.bubbles.last().textContent()).toBe("AI assistant: You said: one");
  });

  it("sees no movement when it asked for none", async () => {
    await using visit = await workshop.visit({ context: { reducedMotion: "reduce" } });
    await visit.widget.open();
    expect(await visit.widget.panel.evaluate((panel) => getComputedStyle(panel).animationName)).toBe("none");
  });
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  });
}

/** What the focused thing is called. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const outer = document.activeElement;
    const element = outer?.shadowRoot?.activeElement ?? outer;
    return element?.ariaLabel ?? element?.textContent?.trim() ?? "";
  });
}
