import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { interaction, startListeningApp } from "./listening-app.ts";

type App = Awaited<ReturnType<typeof startListeningApp>>;
let app: App;
let slack: App["slack"];
let heard: App["heard"];

beforeEach(async () => {
  app = await startListeningApp();
  ({ slack, heard } = app);
});
afterEach(() => app.stop());

describe("button presses", () => {
  it("sends the message, the button and who pressed it, as Slack's own form", async () => {
    const ts = await app.postCard();
    const outcome = await slack.click({ channel: "C1", ts, actionId: "resolve", user: slack.people[1]?.id });
    const pressed = app.last();
    expect(outcome).toMatchObject({ status: 200, via: "http", tookTooLong: false });
    expect(pressed.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(app.isSigned(pressed)).toBe(true);
    expect(interaction(pressed)).toMatchObject({
      type: "block_actions",
      user: { id: slack.people[1]?.id, team_id: slack.team.id },
      channel: { id: "C1", name: "support" },
      message: { ts },
      container: { message_ts: ts, channel_id: "C1" },
      actions: [{ type: "button", block_id: "b1", action_id: "resolve", value: "v1" }],
    });
  });

  it("is not tried again, and says when the answer took too long", async () => {
    const ts = await app.postCard();
    app.answerWith((response) => void setTimeout(() => response.writeHead(200).end("late"), 900));
    const before = heard.length;
    const outcome = await slack.click({ channel: "C1", ts, actionId: "resolve" });
    expect(outcome).toMatchObject({ status: 200, body: "late", tookTooLong: true });
    expect(heard.length - before).toBe(1);
  });

  it("can come twice with the same trigger, late, from an old rendering, and badly signed", async () => {
    const ts = await app.postCard();
    const rendering = slack.message("C1", ts);
    await app.client.chat.update({ channel: "C1", ts, text: "no buttons", blocks: [{ type: "divider" }] });
    await slack.settled();
    const before = heard.length;
    await slack.click({ channel: "C1", ts, actionId: "resolve", rendering, duplicate: true, delayMs: 20 });
    const [first, second] = heard.slice(before).map(interaction);
    expect(first.trigger_id).toBe(second.trigger_id);
    for (const signing of ["wrong", "missing", "stale"] as const) {
      await slack.click({ channel: "C1", ts, actionId: "resolve", rendering, signing });
      const { headers } = app.last();
      const age = Date.now() / 1000 - Number(headers["x-slack-request-timestamp"]);
      expect([signing, app.isSigned(app.last()), age > 300]).toEqual([
        signing,
        signing === "stale",
        signing === "stale",
      ]);
    }
  });

  it("refuses to press what is not there", async () => {
    const ts = await app.postCard();
    await expect(slack.click({ channel: "C1", ts, actionId: "nope" })).rejects.toThrow("no button with action_id nope");
  });

  it("takes answers at the response_url, five at most", async () => {
    const ts = await app.postCard();
    await slack.click({ channel: "C1", ts, actionId: "resolve" });
    const { response_url } = interaction(app.last());
    const respond = (body: object) => fetch(response_url, { method: "POST", body: JSON.stringify(body) });
    expect((await respond({ text: "Already resolved by Ben" })).status).toBe(200);
    expect(slack.ephemerals()).toMatchObject([{ user: slack.people[0]?.id, text: "Already resolved by Ben" }]);
    await respond({ text: "Replaced", replace_original: true });
    expect(slack.message("C1", ts)?.text).toBe("Replaced");
    for (let n = 0; n < 3; n += 1) await respond({ text: "again", response_type: "in_channel" });
    expect((await respond({ text: "too many" })).status).toBe(404);
  });

  it("opens a view once for a trigger", async () => {
    const ts = await app.postCard();
    await slack.click({ channel: "C1", ts, actionId: "resolve" });
    const view = { type: "modal" as const, title: { type: "plain_text" as const, text: "x" }, blocks: [] };
    const { trigger_id } = interaction(app.last());
    await app.client.views.open({ trigger_id, view });
    expect(slack.views).toMatchObject([{ title: { text: "x" } }]);
    await expect(app.client.views.open({ trigger_id, view })).rejects.toThrow("exchanged_trigger_id");
  });

  it("can be doubled or delayed by rule", async () => {
    const ts = await app.postCard();
    const before = heard.length;
    slack.misbehave({ how: "deliver_twice", callbacks: ["interaction"], times: 1 });
    await slack.click({ channel: "C1", ts, actionId: "resolve" });
    expect(heard.length - before).toBe(2);
    slack.misbehave({ how: "deliver_late", ms: 50, callbacks: ["interaction"] });
    await slack.click({ channel: "C1", ts, actionId: "resolve" });
    expect(heard.length - before).toBe(3);
  });
});

describe("commands", () => {
  it("sends what was typed and shows the answer to that person", async () => {
    app.answerWith((response) =>
      response.writeHead(200, { "content-type": "application/json" }).end('{"text":"Connected."}'),
    );
    const outcome = await slack.command({ command: "/deskbell", text: "connect", channel: "C1" });
    expect(outcome.status).toBe(200);
    expect(app.isSigned(heard[0])).toBe(true);
    expect(Object.fromEntries(new URLSearchParams(heard[0]?.body))).toMatchObject({
      command: "/deskbell",
      text: "connect",
      channel_id: "C1",
      team_id: slack.team.id,
    });
    expect(slack.ephemerals()).toMatchObject([{ text: "Connected.", user: slack.people[0]?.id }]);
  });
});
