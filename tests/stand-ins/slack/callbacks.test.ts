import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readBody } from "./read-body.ts";
import { type StandInSlack, startStandInSlack } from "./stand-in-slack.ts";

interface Heard {
  headers: IncomingHttpHeaders;
  body: string;
}

let slack: StandInSlack;
let heard: Heard[];
let answer: (response: ServerResponse, heard: Heard) => void;
let stopApp: () => Promise<unknown>;

beforeEach(async () => {
  heard = [];
  answer = (response) => response.writeHead(200).end();
  const app = createServer(async (request, response) => {
    const entry = { headers: request.headers, body: (await readBody(request)).toString() };
    heard.push(entry);
    answer(response, entry);
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const { port } = app.address() as AddressInfo;
  stopApp = () => new Promise((resolve) => app.close(resolve));
  slack = await startStandInSlack({
    callbacksUrl: `http://127.0.0.1:${port}/adapters/slack/events`,
    eventRetryDelaysMs: [0, 10, 20],
    callbackTimeoutMs: 200,
  });
  slack.createChannel({ id: "C1", name: "support" });
});
afterEach(async () => {
  await slack.stop();
  await stopApp();
});

const json = ({ body }: Heard) => JSON.parse(body);
const interaction = ({ body }: Heard) => JSON.parse(new URLSearchParams(body).get("payload") ?? "");
const isSigned = ({ headers, body }: Heard) => {
  const text = `v0:${headers["x-slack-request-timestamp"]}:${body}`;
  return headers["x-slack-signature"] === `v0=${createHmac("sha256", slack.signingSecret).update(text).digest("hex")}`;
};

async function aCard(): Promise<string> {
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
  const { ts = "" } = await client.chat.postMessage({
    channel: "C1",
    text: "Card",
    metadata: { event_type: "deskbell", event_payload: { key: "k1" } },
    blocks: [
      {
        type: "actions",
        block_id: "b1",
        elements: [
          { type: "button", text: { type: "plain_text", text: "Resolve" }, action_id: "resolve", value: "v1" },
        ],
      },
    ],
  });
  await slack.settled();
  return ts;
}

describe("events", () => {
  it("tells of the bot's own post with its metadata, signed over the bytes sent", async () => {
    const ts = await aCard();
    const [posted] = heard;
    expect(posted && isSigned(posted)).toBe(true);
    expect(posted?.headers["content-type"]).toBe("application/json");
    expect(posted && json(posted)).toMatchObject({
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
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
    const ts = await aCard();
    await client.chat.update({ channel: "C1", ts, text: "Resolved", blocks: [{ type: "divider" }] });
    slack.say({ channel: "C1", user: slack.people[1]?.id, text: "on it :tada: <b>", threadTs: ts });
    await client.chat.delete({ channel: "C1", ts });
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
    answer = (response) => response.writeHead(500).end();
    const outcome = await slack.deliverEvent({ type: "app_uninstalled" });
    expect(outcome.status).toBe(500);
    expect(heard.map(({ headers }) => headers["x-slack-retry-num"])).toEqual([undefined, "1", "2", "3"]);
    expect(heard[1]?.headers["x-slack-retry-reason"]).toBe("http_error");
    expect(new Set(heard.map((one) => json(one).event_id)).size).toBe(1);
  });

  it("stops trying when asked to, and when an answer comes too late counts it as none", async () => {
    answer = (response) => response.writeHead(500, { "x-slack-no-retry": "1" }).end();
    await slack.deliverEvent({ type: "app_uninstalled" });
    expect(heard).toHaveLength(1);
    answer = (response) =>
      void (heard.length === 3 ? response.writeHead(200).end() : setTimeout(() => response.end(), 400));
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
    answer = (response, entry) => response.end(JSON.stringify({ challenge: json(entry).challenge }));
    expect(await slack.verifyUrl()).toMatchObject({ verified: true, status: 200 });
    answer = (response) => response.end("hello");
    expect((await slack.verifyUrl()).verified).toBe(false);
  });
});

describe("button presses", () => {
  it("sends the message, the button and who pressed it, as Slack's own form", async () => {
    const ts = await aCard();
    const outcome = await slack.click({ channel: "C1", ts, actionId: "resolve", user: slack.people[1]?.id });
    const pressed = heard.at(-1);
    expect(outcome).toMatchObject({ status: 200, via: "http", tookTooLong: false });
    expect(pressed?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(pressed && isSigned(pressed)).toBe(true);
    expect(pressed && interaction(pressed)).toMatchObject({
      type: "block_actions",
      user: { id: slack.people[1]?.id, team_id: slack.team.id },
      channel: { id: "C1", name: "support" },
      message: { ts },
      container: { message_ts: ts, channel_id: "C1" },
      actions: [{ type: "button", block_id: "b1", action_id: "resolve", value: "v1" }],
    });
  });

  it("is not tried again, and says when the answer took too long", async () => {
    const ts = await aCard();
    answer = (response) => void setTimeout(() => response.writeHead(200).end("late"), 300);
    const before = heard.length;
    const outcome = await slack.click({ channel: "C1", ts, actionId: "resolve" });
    expect(outcome).toMatchObject({ status: 200, body: "late", tookTooLong: true });
    expect(heard.length - before).toBe(1);
  });

  it("can come twice with the same trigger, late, from an old rendering, and badly signed", async () => {
    const ts = await aCard();
    const rendering = slack.message("C1", ts);
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
    await client.chat.update({ channel: "C1", ts, text: "no buttons", blocks: [{ type: "divider" }] });
    await slack.settled();
    const before = heard.length;
    await slack.click({ channel: "C1", ts, actionId: "resolve", rendering, duplicate: true, delayMs: 20 });
    const [first, second] = heard.slice(before).map(interaction);
    expect(first.trigger_id).toBe(second.trigger_id);
    for (const signing of ["wrong", "missing", "stale"] as const) {
      await slack.click({ channel: "C1", ts, actionId: "resolve", rendering, signing });
      const { headers = {} } = heard.at(-1) ?? {};
      const age = Date.now() / 1000 - Number(headers["x-slack-request-timestamp"]);
      expect([signing, heard.at(-1) !== undefined && isSigned(heard.at(-1) as Heard), age > 300]).toEqual([
        signing,
        signing === "stale",
        signing === "stale",
      ]);
    }
  });

  it("refuses to press what is not there", async () => {
    const ts = await aCard();
    await expect(slack.click({ channel: "C1", ts, actionId: "nope" })).rejects.toThrow("no button with action_id nope");
  });

  it("takes answers at the response_url, five at most", async () => {
    const ts = await aCard();
    await slack.click({ channel: "C1", ts, actionId: "resolve" });
    const { response_url } = interaction(heard.at(-1) as Heard);
    const respond = (body: object) => fetch(response_url, { method: "POST", body: JSON.stringify(body) });
    expect((await respond({ text: "Already resolved by Ben" })).status).toBe(200);
    expect(slack.ephemerals()).toMatchObject([{ user: slack.people[0]?.id, text: "Already resolved by Ben" }]);
    await respond({ text: "Replaced", replace_original: true });
    expect(slack.message("C1", ts)?.text).toBe("Replaced");
    for (let n = 0; n < 3; n += 1) await respond({ text: "again", response_type: "in_channel" });
    expect((await respond({ text: "too many" })).status).toBe(404);
  });

  it("opens a view once for a trigger", async () => {
    const ts = await aCard();
    await slack.click({ channel: "C1", ts, actionId: "resolve" });
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
    const view = { type: "modal" as const, title: { type: "plain_text" as const, text: "x" }, blocks: [] };
    const { trigger_id } = interaction(heard.at(-1) as Heard);
    await client.views.open({ trigger_id, view });
    expect(slack.views).toMatchObject([{ title: { text: "x" } }]);
    await expect(client.views.open({ trigger_id, view })).rejects.toThrow("exchanged_trigger_id");
  });

  it("can be doubled or delayed by rule", async () => {
    const ts = await aCard();
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
    answer = (response) => response.writeHead(200, { "content-type": "application/json" }).end('{"text":"Connected."}');
    const outcome = await slack.command({ command: "/deskbell", text: "connect", channel: "C1" });
    expect(outcome.status).toBe(200);
    expect(heard[0] && isSigned(heard[0])).toBe(true);
    expect(Object.fromEntries(new URLSearchParams(heard[0]?.body))).toMatchObject({
      command: "/deskbell",
      text: "connect",
      channel_id: "C1",
      team_id: slack.team.id,
    });
    expect(slack.ephemerals()).toMatchObject([{ text: "Connected.", user: slack.people[0]?.id }]);
  });
});
