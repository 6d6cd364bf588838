import { describe, expect, it, vi } from "vitest";
import { aSlackDesk } from "./slack-desk.ts";
import { supportChannel } from "./slack-platform.ts";

async function aSocketDesk(env: Record<string, string> = {}) {
  const surroundings = await aSlackDesk({ mode: "socket", env, slack: { socketAckTimeoutMs: 1500 } });
  const connected = () => vi.waitUntil(() => surroundings.slack.socketConnections() > 0, 10_000);
  if (Object.keys(env).length === 0) await connected();
  return { ...surroundings, connected };
}

describe("Socket Mode", () => {
  it("takes presses, commands and events in without a public URL", async () => {
    const { slack, desk, postCard, press } = await aSocketDesk();
    slack.sendCallbacksTo(undefined);
    const { ts } = await postCard();
    expect(await press("resolve", ts)).toMatchObject({ via: "socket", status: 200 });
    expect(desk.acts).toMatchObject([{ verb: "resolve", verdict: "done" }]);
    const answer = await slack.command({ command: "/deskbell", text: "connect", channel: supportChannel });
    expect(answer.body).toContain("Done");
  });

  it("does not acknowledge what was not taken in, so that Slack sends it again", async () => {
    const { slack, desk, log } = await aSocketDesk();
    await vi.waitUntil(() => log.lines.some((line) => line.includes("connected to the workspace")));
    const { resume } = desk;
    desk.resume = async () => {
      desk.resume = resume;
      throw new Error("database away");
    };
    await slack.archive(supportChannel);
    await slack.unarchive(supportChannel);
    expect(desk.resumed).toHaveLength(1);
    expect(slack.deliveries.at(-1)?.attempts.map(({ status }) => status)).toEqual([null, 200]);
  });

  it("connects again when Slack asks it to, and when the line breaks", async () => {
    const { slack, desk, postCard, press, connected } = await aSocketDesk();
    const { ts } = await postCard();
    slack.disconnectSockets();
    await vi.waitUntil(() => slack.socketConnections() === 0);
    await connected();
    await press("claim", ts);
    slack.cutSockets();
    await vi.waitUntil(() => slack.socketConnections() === 0);
    await connected();
    await press("resolve", ts);
    expect(desk.acts.map(({ verb }) => verb)).toEqual(["claim", "resolve"]);
  });

  it("survives a Slack that is away while it connects, and connects when it is back", async () => {
    const { slack, log, connected } = await aSocketDesk();
    slack.misbehave({ how: "server_error", methods: "apps.connections.open", times: 1 });
    slack.cutSockets();
    await vi.waitUntil(() => log.lines.some((line) => line.includes("Socket Mode is not connected")), 5000);
    await connected();
  });

  it("says plainly that the app token is not accepted", async () => {
    const { log } = await aSocketDesk({ SLACK_APP_TOKEN: "xapp-1-wrong" });
    await vi.waitUntil(() => log.lines.some((line) => line.includes("does not accept SLACK_APP_TOKEN")), 5000);
  });
});
