import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { json, startListeningApp } from "./listening-app.ts";

type App = Awaited<ReturnType<typeof startListeningApp>>;
let app: App;
let slack: App["slack"];
let heard: App["heard"];

beforeEach(async () => {
  app = await startListeningApp();
  ({ slack, heard } = app);
});
afterEach(() => app.stop());

describe("events", () => {
  it("tells of the bot's own post with its metadata, signed over the bytes sent", async () => {
    const ts = await app.postCard();
    const [posted] = heard;
    expect(app.isSigned(posted)).toBe(true);
    expect(posted?.headers["content-type"]).toBe("application/json");
    expect(json(posted)).toMatchObject({
      type: "event_callback",
      team_id: slack.team.id,
      authorizations: [{ user_id: slack.bot.userId }],
      event: {
        type: "message",
        ts,
        bot_id: slack.bot.botId,
        channel: "C1",
        channel_type: "channel",
        metadata: { event_payload: { key: "k1" } },
      },
    });
  });

  it("tells of edits, deletions and what people say, each with an id of its own", async () => {
    const ts = await app.postCard();
    await app.client.chat.update({ channel: "C1", ts, text: "Resolved", blocks: [{ type: "divider" }] });
    slack.say({ channel: "C1", user: slack.people[1]?.id, text: "on it :tada: <b>", threadTs: ts });
    await app.client.chat.delete({ channel: "C1", ts });
    await slack.settled();
    const events = heard.map(json);
    expect(events.map(({ event }) => event.subtype)).toEqual([
      undefined,
      "message_changed",
      undefined,
      "message_deleted",
    ]);
    expect(events[1].event).toMatchObject({
      message: { ts, text: "Resolved" },
      previous_message: { ts, text: "Card" },
    });
    expect(events[2].event).toMatchObject({ user: slack.people[1]?.id, thread_ts: ts, text: "on it :tada: &lt;b&gt;" });
    expect(JSON.stringify(events[2].event.blocks)).toContain('"unicode":"1f389"');
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(4);
  });

  it("keeps quiet about channels the bot is not in", async () => {
    slack.createChannel({ id: "C2", name: "elsewhere", isMember: false });
    slack.say({ channel: "C2", text: "psst" });
    await slack.settled();
    expect(heard).toEqual([]);
  });

  it("tries again three times, saying which and why, and keeps the event's id", async () => {
    app.answerWith((response) => response.writeHead(500).end());
    const outcome = await slack.deliverEvent({ type: "app_uninstalled" });
    expect(outcome.status).toBe(500);
    expect(heard.map(({ headers }) => headers["x-slack-retry-num"])).toEqual([undefined, "1", "2", "3"]);
    expect(heard[1]?.headers["x-slack-retry-reason"]).toBe("http_error");
    expect(new Set(heard.map((one) => json(one).event_id)).size).toBe(1);
  });

  it("stops trying when asked to, and when an answer comes too late counts it as none", async () => {
    app.answerWith((response) => response.writeHead(500, { "x-slack-no-retry": "1" }).end());
    await slack.deliverEvent({ type: "app_uninstalled" });
    expect(heard).toHaveLength(1);
    app.answerWith((response) => {
      if (heard.length === 3) response.writeHead(200).end();
      else setTimeout(() => response.end(), 900);
    });
    await slack.deliverEvent({ type: "app_uninstalled" });
    expect(heard[2]?.headers["x-slack-retry-reason"]).toBe("http_timeout");
    expect(heard).toHaveLength(3);
  });

  it("tells what happens to channels", async () => {
    await slack.archive("C1");
    await slack.unarchive("C1");
    await slack.removeBot("C1");
    await slack.inviteBot("C1");
    expect(heard.map((one) => json(one).event.type)).toEqual([
      "channel_archive",
      "channel_unarchive",
      "channel_left",
      "member_joined_channel",
    ]);
  });

  it("checks the request URL", async () => {
    app.answerWith((response, entry) => response.end(JSON.stringify({ challenge: json(entry).challenge })));
    expect(await slack.verifyUrl()).toMatchObject({ verified: true, status: 200 });
    app.answerWith((response) => response.end("hello"));
    expect((await slack.verifyUrl()).verified).toBe(false);
  });
});
