import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromium } from "../support/chromium.ts";
import { openWorkshop, type Workshop } from "./support/open-widget.ts";

const down = "The chat cannot be reached right now. We keep trying, and nothing you write is lost.";

describe.skipIf(!chromium.path)("a visitor when things go wrong", () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterAll(() => workshop?.close());

  it("goes on with the same conversation after a reload", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("one");
    await visit.page.reload();
    await visit.widget.log.getByText("You said: one").waitFor();
    await visit.widget.ask("two");
    expect(visit.server.conversation().snapshot().messages).toHaveLength(4);
  });

  it("sees in a second tab what is said in the first, and the other way round", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("from the first");
    const second = await visit.secondTab();
    await second.widget.open();
    await second.widget.log.getByText("You said: from the first").waitFor();
    await second.widget.ask("from the second");
    await visit.widget.log.getByText("You said: from the second").waitFor();
    expect(visit.server.conversation().snapshot().messages).toHaveLength(4);
    expect(await visit.widget.texts()).toEqual(await second.widget.texts());
  });

  it("loses and doubles nothing when the stream is cut", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("one");
    const conversation = visit.server.conversation();
    for (let round = 0; round < 3; round++) {
      visit.server.fault = ({ path }) => (path.endsWith("/stream") ? "reset" : null);
      conversation.cut();
      conversation.say({ author: "agent", name: "Ana", text: `meanwhile ${round}a` });
      conversation.say({ author: "agent", name: "Ana", text: `meanwhile ${round}b` });
      visit.server.fault = () => null;
      await visit.widget.log.getByText(`meanwhile ${round}b`).waitFor();
    }
    conversation.repeatFrames();
    conversation.say({ author: "agent", name: "Ana", text: "the end" });
    await visit.widget.log.getByText("the end").waitFor();
    const said = conversation.snapshot().messages.map(({ text }) => text);
    const shown = (await visit.widget.texts()).map((text) => text.split("\n").at(-1));
    expect(shown).toEqual(said);
  });

  it("sends a message once although its answer was lost", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    let lost = 0;
    visit.server.fault = ({ method, path }) =>
      method === "POST" && path.endsWith("/messages") && lost++ < 2 ? "reset_after" : null;
    await visit.widget.ask("only once");
    await visit.page.waitForTimeout(2_500);
    expect(visit.server.accepted).toEqual(["only once"]);
    expect(await visit.widget.bubbles.count()).toBe(2);
  });

  it("is told that the server is away, keeps the message, and sees it go when the server is back", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("before");
    visit.server.fault = () => ({ status: 503, retryAfter: 1 });
    visit.server.conversation().cut();
    await visit.widget.say("during");
    await visit.widget.log.getByText("Not sent yet. Trying again…").waitFor();
    await visit.widget.status.getByText(down).waitFor();
    visit.server.fault = () => null;
    await visit.widget.log.getByText("You said: during").waitFor();
    await expect.poll(() => visit.widget.status.getByText(down).count()).toBe(0);
    expect(visit.server.accepted).toEqual(["before", "during"]);
  });

  it("waits as long as the server asks when it was too much at once", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("one");
    visit.server.fault = ({ path }) => (path.endsWith("/messages") ? { status: 429, retryAfter: 3 } : null);
    await visit.widget.say("two");
    await visit.widget.log.getByText("That was a lot at once.").waitFor();
    const attempts = () => visit.server.requests.filter((request) => request.endsWith("/messages")).length;
    const before = attempts();
    visit.server.fault = () => null;
    await visit.page.evaluate(() => dispatchEvent(new Event("online")));
    await visit.page.waitForTimeout(1_500);
    expect(attempts()).toBe(before);
    await visit.widget.log.getByText("You said: two").waitFor();
  });

  it("asks for a human past a message that is stuck", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("one");
    visit.server.fault = ({ path }) => (path.endsWith("/messages") ? { status: 429, retryAfter: 60 } : null);
    await visit.widget.say("stuck");
    await visit.widget.log.getByText("That was a lot at once.").waitFor();
    await visit.widget.button("Talk to a human").click();
    await visit.widget.status.getByText("Waiting for the team").waitFor();
  });

  it("finds an unsent message again after a reload, and presses Retry", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("before");
    visit.server.fault = ({ path }) => (path.endsWith("/messages") ? { status: 503, retryAfter: 600 } : null);
    await visit.widget.say("precious");
    await visit.widget.button("Retry").waitFor();
    await visit.page.reload();
    await visit.widget.button("Retry").waitFor();
    await visit.widget.log.getByText("precious").waitFor();
    visit.server.fault = () => null;
    await visit.widget.button("Retry").click();
    await visit.widget.log.getByText("You said: precious").waitFor();
    await visit.page.reload();
    await visit.widget.log.getByText("You said: precious").waitFor();
    expect(visit.server.accepted).toEqual(["before", "precious"]);
  });

  it("writes its first message while the server is away, and it arrives later", async () => {
    await using visit = await workshop.visit();
    await visit.widget.launcher.hover();
    visit.server.fault = ({ path }) => (path.includes("/v1/") ? { status: 503, retryAfter: 1 } : null);
    await visit.widget.open();
    await visit.widget.status.getByText(down).waitFor();
    await visit.widget.say("anybody?");
    await visit.widget.log.getByText("Not sent yet. Trying again…").waitFor();
    visit.server.fault = () => null;
    await visit.widget.log.getByText("You said: anybody?").waitFor();
  });

  it("reads why a message was refused, and can delete it", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    visit.server.fault = ({ path }) =>
      path.endsWith("/messages") ? { status: 422, title: "This text cannot be read" } : null;
    await visit.widget.say("odd");
    await visit.widget.log.getByText("Not sent: This text cannot be read").waitFor();
    await visit.widget.button("Delete").click();
    expect(await visit.widget.bubbles.count()).toBe(0);
    await visit.page.reload();
    await visit.widget.field.waitFor();
    expect(await visit.widget.bubbles.count()).toBe(0);
  });

  it("starts afresh when the server no longer knows the session, without losing the message", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("old times");
    visit.server.forgetSessions();
    await visit.widget.say("new times");
    await visit.widget.log.getByText("You said: new times").waitFor();
    expect(visit.server.conversations).toHaveLength(2);
    expect(visit.server.accepted).toEqual(["old times", "new times"]);
    expect(await visit.widget.log.getByText("old times").count()).toBe(0);
  });

  it("says that the chat is not for this page when the server refuses it", async () => {
    await using visit = await workshop.visit();
    visit.server.fault = ({ path }) => (path.endsWith("/sessions") ? { status: 403 } : null);
    await visit.widget.open();
    await visit.widget.status.getByText("This chat is not available here.").waitFor();
    await visit.page.waitForTimeout(1_500);
    expect(visit.server.requests.filter((request) => request.endsWith("/sessions"))).toHaveLength(1);
  });

  it("is told at the launcher when the panel cannot be fetched, and the next try works", async () => {
    await using visit = await workshop.visit();
    await visit.widget.launcher.waitFor();
    visit.server.fault = ({ path }) => (path.startsWith("/widget/panel") ? { status: 503 } : null);
    await visit.widget.launcher.click();
    await visit.widget.button(/cannot be reached/).waitFor();
    visit.server.fault = () => null;
    await visit.widget.launcher.click();
    await visit.widget.ask("hello");
  });
});
