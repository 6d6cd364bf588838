import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromium } from "../support/chromium.ts";
import { openWorkshop, type Workshop } from "./support/open-widget.ts";

const positive = "That answered my question 👍";
const help = "Talk to a human";

describe.skipIf(!chromium.path)("a visitor who may want a human", () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterAll(() => workshop?.close());

  it("is offered both choices after each reply of the assistant", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("one");
    expect(await visit.widget.button(positive).count()).toBe(1);
    await visit.widget.ask("two");
    expect(await visit.widget.button(positive).count()).toBe(2);
    expect(await visit.widget.button(help).count()).toBe(2);
  });

  it("thanks for an answer, which puts that reply's choices away and no other's", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("one");
    await visit.widget.ask("two");
    await visit.widget.button(positive).first().click();
    await visit.widget.log.getByText("👍 Thanks").waitFor();
    expect(await visit.widget.button(positive).count()).toBe(1);
    await expect
      .poll(() =>
        visit.server
          .conversation()
          .snapshot()
          .messages.map(({ rating }) => rating),
      )
      .toEqual([null, "up", null, null]);
    expect(
      await visit.widget.field.evaluate((field) => (field.getRootNode() as ShadowRoot).activeElement === field),
    ).toBe(true);
    await visit.page.reload();
    await visit.widget.log.getByText("👍 Thanks").waitFor();
  });

  it("asks once, however often the button is pressed, and then sees the truth", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("one");
    await visit.widget.button(help).dblclick();
    await visit.widget.log.getByText("Sent! The team will follow up soon.").waitFor();
    await visit.widget.status.getByText("Waiting for the team").waitFor();
    expect(visit.server.triggers).toEqual(["inline_cta"]);
    expect(await visit.widget.button(help).count()).toBe(0);
  });

  it("uses the compact link while the choices are switched off", async () => {
    await using visit = await workshop.visit();
    visit.server.changeSettings({ show_escalation_cta: false });
    visit.server.assistant = (text) => ({ text: `You said: ${text}`, follow_ups: ["Returns?"] });
    await visit.widget.open();
    await visit.widget.ask("one");
    expect(await visit.widget.button(positive).count()).toBe(0);
    expect(await visit.widget.button("Returns?").count()).toBe(1);
    await visit.widget.button(help).click();
    await visit.widget.log.getByText("Sent!").waitFor();
    expect(visit.server.triggers).toEqual(["talk_to_human_link"]);
    expect(await visit.widget.button(help).count()).toBe(0);
  });

  it("sees the choices in place of suggestions when the owner wants it so", async () => {
    await using visit = await workshop.visit();
    visit.server.changeSettings({ replace_follow_ups: true });
    visit.server.assistant = (text) => ({ text: `You said: ${text}`, follow_ups: ["Returns?"] });
    await visit.widget.open();
    await visit.widget.ask("one");
    expect(await visit.widget.button(help).count()).toBe(1);
    expect(await visit.widget.button("Returns?").count()).toBe(0);
  });

  it("follows the request from waiting to resolved, and may ask again", async () => {
    await using visit = await workshop.visit();
    const { widget, server } = visit;
    await widget.open();
    await widget.ask("one");
    await widget.button(help).click();
    await widget.status.getByText("Waiting for the team").waitFor();
    const conversation = server.conversation();

    conversation.setStatus({ claimed_by: "Ana" });
    await widget.status.getByText("Ana is here").waitFor();
    conversation.say({ author: "agent", name: "Ana", text: "Hello from Ana" });
    await widget.log.getByText("Hello from Ana").waitFor();
    expect(await widget.log.getByText("Ana has joined the chat").count()).toBe(1);

    conversation.setStatus({ state: "resolved", resolved_by: "Ana" });
    await widget.status.getByText("Resolved by Ana").waitFor();
    conversation.setStatus({ state: "open", resolved_by: null });
    await widget.status.getByText("Ana is here").waitFor();
    expect(await widget.log.getByText("Ana has joined the chat").count()).toBe(1);

    conversation.setStatus({ state: "resolved", resolved_by: "Ana" });
    await widget.button("Still need help?").click();
    await widget.status.getByText("Waiting for the team").waitFor();
    expect(conversation.snapshot().status.episode).toBe(2);
    expect(await widget.log.getByText("Sent!").count()).toBe(2);
  });

  it("finds the remarks where they belong after a reload", async () => {
    await using visit = await workshop.visit();
    const { widget, server } = visit;
    await widget.open();
    await widget.ask("one");
    await widget.button(help).click();
    await widget.log.getByText("Sent!").waitFor();
    server.conversation().setStatus({ claimed_by: "Ana" });
    server.conversation().say({ author: "agent", name: "Ana", text: "Hello from Ana" });
    await widget.log.getByText("Hello from Ana").waitFor();
    const remarks = async () => (await widget.log.locator(".bubble, .line").allInnerTexts()).map((text) => text.trim());
    const before = await remarks();
    await visit.page.reload();
    await widget.log.getByText("Hello from Ana").waitFor();
    expect(await remarks()).toEqual(before);
  });

  it("hears of an agent's word on the launcher while the panel is closed", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("one");
    await visit.widget.button(help).click();
    await visit.widget.status.getByText("Waiting for the team").waitFor();
    await visit.page.keyboard.press("Escape");
    visit.server.conversation().say({ author: "agent", name: "Ana", text: "Hello" });
    await visit.widget.button("Open chat, 1 new message").click();
    await visit.widget.log.getByText("Hello").waitFor();
    expect(await visit.widget.launcher.getAttribute("data-unread")).toBeNull();
  });

  it("keeps asking when the server is away, and says so", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("one");
    visit.server.fault = ({ path }) => (path.endsWith("/escalation") ? "reset" : null);
    await visit.widget.button(help).click();
    await visit.widget.status.getByText("The team cannot be reached yet. We keep trying.").waitFor();
    visit.server.fault = () => null;
    await visit.widget.status.getByText("Waiting for the team").waitFor();
    expect(visit.server.triggers).toHaveLength(1);
  });
});
