import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromium } from "../support/chromium.ts";
import { openWorkshop, type Workshop } from "./support/open-widget.ts";

describe.skipIf(!chromium.path)("a visitor in the chat", () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterAll(() => workshop?.close());

  it("asks the assistant and reads its answer", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("Do you ship to Malta?");
    expect(await visit.widget.bubbles.count()).toBe(2);
    expect(visit.complaints).toEqual([]);
  });

  it("costs the page one small file until somebody shows interest", async () => {
    await using visit = await workshop.visit();
    await visit.widget.launcher.waitFor();
    await visit.page.waitForTimeout(300);
    expect(visit.server.requests).toEqual(["GET /widget.js"]);
    await visit.widget.launcher.hover();
    await expect.poll(() => visit.server.requests.length).toBe(2);
    expect(visit.server.conversations).toHaveLength(0);
  });

  it("reads a formatted answer as it was meant", async () => {
    await using visit = await workshop.visit();
    visit.server.assistant = () => ({
      text: "**Two** ways",
      tree: [
        { type: "paragraph", children: [{ type: "strong", children: [{ type: "text", text: "Two" }] }] },
        {
          type: "list",
          ordered: true,
          start: 3,
          items: [[{ type: "paragraph", children: [{ type: "text", text: "Express" }] }]],
        },
        { type: "pre", text: "FERN10" },
      ],
    });
    await visit.widget.open();
    await visit.widget.say("How?");
    await visit.widget.log.locator("strong", { hasText: "Two" }).waitFor();
    expect(await visit.widget.log.locator("ol").getAttribute("start")).toBe("3");
    expect(await visit.widget.log.locator("pre").textContent()).toBe("FERN10");
  });

  it("is never led astray by a link, should one slip into an answer", async () => {
    await using visit = await workshop.visit();
    const link = (href: string) => ({ type: "link" as const, href, children: [{ type: "text" as const, text: href }] });
    visit.server.assistant = () => ({
      text: "Links",
      tree: [
        {
          type: "paragraph",
          children: ["javascript:document.title='owned'", "data:text/html,x", "https://a.example"].map(link),
        },
      ],
    });
    await visit.widget.open();
    await visit.widget.say("Links?");
    await visit.widget.log.getByRole("link").waitFor();
    const links = visit.widget.log.getByRole("link");
    expect(
      await links.evaluateAll((all) =>
        all.map((a) => [a.getAttribute("href"), a.getAttribute("rel"), a.getAttribute("target")]),
      ),
    ).toEqual([["https://a.example", "noopener noreferrer nofollow ugc", "_blank"]]);
    await visit.widget.log.getByText("javascript:").click();
    expect(await visit.page.title()).toBe("Fern & Fable");
  });

  it("sees its own text as the text it is, whatever it looks like", async () => {
    await using visit = await workshop.visit();
    visit.server.assistant = () => null;
    await visit.widget.open();
    const text = "<img src=x onerror=alert(1)> **bold** [link](javascript:alert(1))";
    await visit.widget.say(text);
    await visit.widget.log.locator(".turn:not(.unsent)").waitFor();
    expect(await visit.widget.log.locator(".bubble p").textContent()).toBe(text);
    expect(await visit.widget.log.locator("img, a, strong").count()).toBe(0);
  });

  it("sends with Enter, breaks the line with Shift+Enter, and never sends nothing", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.page.keyboard.press("Enter");
    await visit.page.keyboard.type("one");
    await visit.page.keyboard.press("Shift+Enter");
    await visit.page.keyboard.type("two");
    await visit.page.keyboard.press("Enter");
    await visit.widget.log.getByText("You said: one").waitFor();
    expect(visit.server.accepted).toEqual(["one\ntwo"]);
    expect(await visit.widget.field.inputValue()).toBe("");
  });

  it("does not send while an input method is composing", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.field.fill("にほん");
    await visit.widget.field.dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true });
    await visit.page.waitForTimeout(200);
    expect(visit.server.accepted).toEqual([]);
    expect(await visit.widget.field.inputValue()).toBe("にほん");
  });

  it("is told how much too long a message is, and it is not sent", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.field.fill("x".repeat(7_900));
    await visit.widget.root.getByText("100 characters left").waitFor();
    await visit.widget.field.fill("x".repeat(8_010));
    await visit.widget.root.getByText("10 characters too many").waitFor();
    await visit.page.keyboard.press("Enter");
    await visit.page.waitForTimeout(200);
    expect(visit.server.accepted).toEqual([]);
    await visit.widget.field.fill("x".repeat(8_000));
    await visit.page.keyboard.press("Enter");
    await expect.poll(() => visit.server.accepted.length).toBe(1);
  });

  it("sees that the assistant is writing, until it has", async () => {
    await using visit = await workshop.visit();
    visit.server.assistant = () => null;
    await visit.widget.open();
    await visit.widget.say("Hm?");
    await visit.widget.log.getByText("The assistant is writing…").waitFor();
    visit.server.conversation().say({ author: "assistant", text: "Here it is" });
    await visit.widget.log.getByText("Here it is").waitFor();
    expect(await visit.widget.log.getByText("The assistant is writing…").count()).toBe(0);
  });

  it("sends a suggestion by pressing it, and older suggestions go away", async () => {
    await using visit = await workshop.visit();
    visit.server.assistant = (text) => ({
      text: `You said: ${text}`,
      follow_ups: text === "hello" ? ["Returns?"] : [],
    });
    await visit.widget.open();
    await visit.widget.ask("hello");
    await visit.widget.button("Returns?").click();
    await visit.widget.log.getByText("You said: Returns?").waitFor();
    expect(visit.server.accepted).toEqual(["hello", "Returns?"]);
    expect(await visit.widget.button("Returns?").count()).toBe(0);
  });

  it("is told when the assistant fails, and offered a human", async () => {
    await using visit = await workshop.visit();
    visit.server.assistant = () => "fails";
    await visit.widget.open();
    await visit.widget.say("Hello?");
    await visit.widget.log.getByText("Sorry, the assistant could not answer that.").waitFor();
    await visit.widget.button("Talk to a human").click();
    await visit.widget.log.getByText("Sent! The team will follow up soon.").waitFor();
    expect(visit.server.triggers).toEqual(["inline_cta"]);
  });

  it("gets changed settings without a reload", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("hello");
    visit.server.changeSettings({
      name: "Moss",
      request_help_label: "Get a person",
      theme: { color: "#ffd84d", position: "left", scheme: "dark" },
    });
    await visit.widget.root.getByRole("heading", { name: "Moss" }).waitFor();
    await visit.widget.button("Get a person").waitFor();
    const box = await visit.widget.launcher.boundingBox();
    expect(box?.x).toBeLessThan(100);
    expect(await visit.widget.launcher.evaluate((button) => getComputedStyle(button).color)).toBe("rgb(0, 0, 0)");
  });
});
