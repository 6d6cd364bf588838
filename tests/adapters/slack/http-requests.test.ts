import { describe, expect, it } from "vitest";
import { postSigned } from "./signed-request.ts";
import { aSlackDesk } from "./slack-desk.ts";
import { supportChannel } from "./slack-platform.ts";

const form = "application/x-www-form-urlencoded";
const anEvent = JSON.stringify({
  type: "event_callback",
  team_id: "T0STANDIN1",
  event_id: "Ev1",
  event: { type: "message", channel: supportChannel, ts: "1.1", text: "hi", user: "U0ANA00001" },
});

describe("what is not surely from Slack", () => {
  it.each(["wrong", "missing", "stale"] as const)("is refused when its signature is %s", async (signing) => {
    const { postCard, press, desk } = await aSlackDesk();
    const { ts } = await postCard();
    expect(await press("resolve", ts, { signing })).toMatchObject({ status: 401 });
    expect(desk.acts).toEqual([]);
  });

  it("is refused when it is dated in the future, for it could be replayed until then", async () => {
    const { slack, eventsUrl } = await aSlackDesk({ running: false });
    expect(await statusOf(postSigned(eventsUrl, slack.signingSecret, anEvent, undefined, { at: 3600 }))).toBe(401);
    expect(await statusOf(postSigned(eventsUrl, slack.signingSecret, anEvent, undefined, { at: 60 }))).toBe(200);
    expect(await statusOf(postSigned(eventsUrl, slack.signingSecret, anEvent, undefined, { at: -290 }))).toBe(200);
  });

  it.each<Record<string, string>>([
    { "x-slack-request-timestamp": "soon" },
    { "x-slack-signature": "v0" },
    { "x-slack-signature": "" },
  ])("is refused with odd headers: %j", async (headers) => {
    const { slack, eventsUrl } = await aSlackDesk({ running: false });
    expect(await statusOf(postSigned(eventsUrl, slack.signingSecret, anEvent, undefined, { headers }))).toBe(401);
  });

  it("is refused as an unsigned ssl_check too", async () => {
    const { eventsUrl } = await aSlackDesk({ running: false });
    const headers = { "content-type": form };
    expect(await statusOf(fetch(eventsUrl, { method: "POST", headers, body: "ssl_check=1&token=x" }))).toBe(401);
  });
});

describe("what Slack itself asks", () => {
  it("is answered: is this your URL?", async () => {
    const { slack } = await aSlackDesk({ running: false });
    await expect(slack.verifyUrl()).resolves.toMatchObject({ status: 200 });
  });

  it("is answered: is your certificate good?", async () => {
    const { slack, eventsUrl } = await aSlackDesk({ running: false });
    expect(await statusOf(postSigned(eventsUrl, slack.signingSecret, "ssl_check=1", form))).toBe(200);
  });
});

describe("malformed but signed input", () => {
  it.each([
    ["null", "application/json", 400],
    ["[]", "application/json", 400],
    ["{}", "application/json", 400],
    ["7", "application/json", 400],
    ['"text"', "application/json", 400],
    ["{", "application/json", 400],
    ["", "application/json", 400],
    ['{"type":"event_callback","event":null}', "application/json", 400],
    ['{"type":"event_callback","event":{"channel":null}}', "application/json", 400],
    ['{"type":"event_callback","event":{"type":"message","item":null}}', "application/json", 400],
    ['{"type":"app_rate_limited"}', "application/json", 400],
    ["payload=", form, 400],
    ["payload=null", form, 400],
    ["payload=%7B", form, 400],
    ["a=b", form, 400],
    [encode({ type: "block_actions", actions: [] }), form, 400],
    [encode({ type: "block_actions", actions: [null] }), form, 400],
    [encode({ type: "view_submission", view: {} }), form, 400],
  ])("answers %j at once, without a crash or a stack trace", async (body, type, status) => {
    const { slack, eventsUrl } = await aSlackDesk({ running: false });
    const answer = await postSigned(eventsUrl, slack.signingSecret, body, type);
    expect({ status: answer.status, body: await answer.text() }).toEqual({ status, body: "" });
    expect(await statusOf(postSigned(eventsUrl, slack.signingSecret, anEvent))).toBe(200);
  });

  it("acts on no press that has no user or no message", async () => {
    const { slack, desk, eventsUrl } = await aSlackDesk({ running: false });
    const actions = [{ type: "button", action_id: "escalation.resolve", block_id: "b", value: "{}" }];
    for (const payload of [
      { type: "block_actions", actions },
      { type: "block_actions", actions, user: { id: "U1" }, team: { id: "T0STANDIN1" } },
      { type: "block_actions", actions, user: null, container: { type: "view" }, team: null },
    ])
      expect(await statusOf(postSigned(eventsUrl, slack.signingSecret, encode(payload), form))).toBeLessThan(500);
    expect(desk.acts).toEqual([]);
  });

  it("refuses more than a megabyte", async () => {
    const { slack, eventsUrl } = await aSlackDesk({ running: false });
    const big = JSON.stringify({ event: { type: "message", text: "x".repeat(1_100_000) } });
    expect(await statusOf(postSigned(eventsUrl, slack.signingSecret, big))).toBe(413);
  });

  it("knows no other method and no other address", async () => {
    const { eventsUrl } = await aSlackDesk({ running: false });
    expect(await statusOf(fetch(eventsUrl))).toBe(404);
    expect(await statusOf(fetch(eventsUrl, { method: "PUT", body: "{}" }))).toBe(404);
    const elsewhere = await fetch(eventsUrl.replace("/events", "/slack/events"), { method: "POST", body: "{}" });
    expect({ status: elsewhere.status, body: await elsewhere.text() }).toEqual({ status: 404, body: "" });
  });
});

describe("an event that could not be taken in", () => {
  it("is sent again by Slack, and then taken in", async () => {
    const { slack, desk, log } = await aSlackDesk();
    await expect.poll(() => log.lines.some((line) => line.includes("connected to the workspace"))).toBe(true);
    const { resume } = desk;
    desk.resume = async () => {
      desk.resume = resume;
      throw new Error("database away");
    };
    await slack.archive(supportChannel);
    await slack.unarchive(supportChannel);
    expect(desk.resumed).toEqual([{ account: "workspace", address: supportChannel }]);
    const unarchived = slack.deliveries.at(-1);
    expect(unarchived?.attempts.map(({ status }) => status)).toEqual([503, 200]);
  });
});

describe("events of other workspaces", () => {
  it("are answered and ignored", async () => {
    const { slack, desk, log, eventsUrl } = await aSlackDesk();
    await expect.poll(() => log.lines.some((line) => line.includes("connected to the workspace"))).toBe(true);
    const event = { type: "channel_unarchive", channel: supportChannel };
    const body = JSON.stringify({ type: "event_callback", team_id: "T0ELSEWHERE", event });
    expect(await statusOf(postSigned(eventsUrl, slack.signingSecret, body))).toBe(200);
    const command = "command=%2Fdeskbell&text=connect&team_id=T0ELSEWHERE&channel_id=C0SUPPORT1&user_id=U1";
    expect(await statusOf(postSigned(eventsUrl, slack.signingSecret, command, form))).toBe(200);
    expect(desk.resumed).toEqual([]);
    expect(desk.connected).toEqual([]);
  });
});

describe("the channel comes back", () => {
  it("resumes when our own bot is invited, and not when a person joins", async () => {
    const { slack, desk, log } = await aSlackDesk();
    await expect.poll(() => log.lines.some((line) => line.includes("connected to the workspace"))).toBe(true);
    await slack.deliverEvent({ type: "member_joined_channel", user: "U0ANA00001", channel: supportChannel });
    expect(desk.resumed).toEqual([]);
    await slack.removeBot(supportChannel);
    await slack.inviteBot(supportChannel);
    expect(desk.resumed).toEqual([{ account: "workspace", address: supportChannel }]);
  });
});

function encode(payload: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

async function statusOf(answer: Promise<Response>): Promise<number> {
  const response = await answer;
  await response.text();
  return response.status;
}
