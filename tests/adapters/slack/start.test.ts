import { createServer } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { createClient } from "../../../adapters/slack/client.ts";
import { watchIdentity } from "../../../adapters/slack/identity.ts";
import { installSlack } from "../../../adapters/slack/index.ts";
import { logForSdk } from "../../../adapters/slack/log-for-sdk.ts";
import { ConfigurationError } from "../../../core/index.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { recordingDesk } from "../recording-desk.ts";
import { recordingLog } from "../recording-log.ts";
import { testKeys } from "../test-keys.ts";
import { aSlackDesk } from "./slack-desk.ts";
import { supportChannel } from "./slack-platform.ts";

const whole = { SLACK_BOT_TOKEN: "xoxb-1-2-abc", SLACK_SIGNING_SECRET: "0123456789abcdef" };

function install(env: Record<string, string>, log = recordingLog()) {
  return installSlack({
    env,
    publicUrl: "https://desk.example",
    desk: recordingDesk(),
    log,
    now: () => new Date(),
    keyFor: testKeys,
  });
}

async function problemsOf(env: Record<string, string>): Promise<readonly string[]> {
  try {
    await install(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe("the configuration", () => {
  it("takes blank variables for unset ones", async () => {
    expect(await install({ SLACK_BOT_TOKEN: " ", SLACK_SIGNING_SECRET: "" })).toBeNull();
  });

  it("names all problems at once, each with the page where its value is found", async () => {
    const problems = await problemsOf({
      SLACK_BOT_TOKEN: "xoxp-user",
      SLACK_APP_TOKEN: "xoxb-1",
      SLACK_SIGNING_SECRET: "xoxb-secret",
      SLACK_CHANNEL: "#support",
      SLACK_API_URL: "slack",
    });
    expect(problems).toHaveLength(5);
    for (const name of ["BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "CHANNEL", "API_URL"])
      expect(problems.filter((problem) => problem.startsWith(`SLACK_${name} `))).toHaveLength(1);
    expect(problems.filter((problem) => problem.includes("https://api.slack.com/apps"))).toHaveLength(3);
  });

  it("says which way back is missing", async () => {
    const [problem] = await problemsOf({ SLACK_BOT_TOKEN: "xoxb-1-2-abc" });
    expect(problem).toContain("SLACK_APP_TOKEN");
    expect(problem).toContain("SLACK_SIGNING_SECRET");
    expect(problem).toContain("Basic Information");
  });

  it("never repeats a secret", async () => {
    expect((await problemsOf({ SLACK_BOT_TOKEN: "hunter2-hunter2", SLACK_APP_TOKEN: "swordfish" })).join()).not.toMatch(
      /hunter2|swordfish/,
    );
  });

  it.each(["C", "support", "c0123", "D0123456", "#general"])("refuses %j as a channel", async (SLACK_CHANNEL) => {
    expect(await problemsOf({ ...whole, SLACK_CHANNEL })).toHaveLength(1);
  });
});

describe("SLACK_CHANNEL", () => {
  it("is connected to the first chatbot, and its name is asked for", async () => {
    const { desk, slack } = await aSlackDesk({ env: { SLACK_CHANNEL: supportChannel } });
    await vi.waitUntil(() => slack.calls.some(({ method }) => method === "conversations.info"));
    expect(desk.connected.map(({ connection }) => connection.address)).toEqual([supportChannel]);
  });

  it("is connected while Slack is away, and once however often Deskbell starts", async () => {
    const desk = recordingDesk();
    for (const _start of [1, 2]) {
      const log = recordingLog();
      const adapter = await installSlack({
        env: { ...whole, SLACK_CHANNEL: supportChannel, SLACK_API_URL: await nobodyListens() },
        publicUrl: "https://desk.example",
        desk,
        log,
        now: () => new Date(),
        keyFor: testKeys,
      });
      const ending = new AbortController();
      const ran = adapter?.run?.(ending.signal);
      await vi.waitUntil(() => log.lines.some((line) => line.includes("not reachable yet")));
      ending.abort();
      await ran;
    }
    expect(desk.connected).toHaveLength(1);
  });
});

describe("at start", () => {
  it("waits for a Slack that is away, and says once why", async () => {
    const { slack, log } = await aSlackDesk({ slack: {}, running: false });
    slack.misbehave({ how: "server_error", methods: "auth.test", times: 2 });
    const adapter = await installSlack({
      env: { ...whole, SLACK_BOT_TOKEN: slack.botToken, SLACK_API_URL: slack.apiUrl },
      publicUrl: "https://desk.example",
      desk: recordingDesk(),
      log,
      now: () => new Date(),
      keyFor: testKeys,
    });
    const ending = new AbortController();
    const ran = adapter?.run?.(ending.signal);
    await vi.waitUntil(() => log.lines.some((line) => line.includes("connected to the workspace")), 10_000);
    expect(log.lines.filter((line) => line.includes("not reachable yet"))).toHaveLength(1);
    ending.abort();
    await ran;
  });

  it("says plainly that the token was revoked, and goes on running", async () => {
    const { log } = await aSlackDesk({ env: { SLACK_BOT_TOKEN: "xoxb-not-this-one" } });
    await vi.waitUntil(() => log.lines.some((line) => line.startsWith("error")));
    expect(log.lines.join()).toContain("no longer accepts Deskbell's bot token");
    expect(log.lines.join()).not.toContain("xoxb-not-this-one");
  });

  it("uses Socket Mode when both ways are configured, and says so", async () => {
    const log = recordingLog();
    const adapter = await install(
      { ...whole, SLACK_APP_TOKEN: "xapp-1-abc", SLACK_API_URL: await nobodyListens() },
      log,
    );
    expect(adapter?.callbacks).toBeUndefined();
    const ending = new AbortController();
    const ran = adapter?.run?.(ending.signal);
    await vi.waitUntil(() => log.lines.some((line) => line.includes("Socket Mode is used")));
    ending.abort();
    await ran;
  });
});

describe("a token that was refused", () => {
  it("is asked for again, and the channel goes on once it is good", async () => {
    const { slack, desk, log } = await aSlackDesk({ running: false });
    const client = createClient({ token: slack.botToken, apiUrl: slack.apiUrl, logger: logForSdk(log) });
    const identity = watchIdentity(client, desk, log, { firstMs: 20, slowestMs: 40, whenWellMs: 20 });
    slack.misbehave({ how: "refuse", error: "account_inactive", methods: "auth.test", times: 3 });
    identity.doubt();
    const ending = new AbortController();
    const ran = identity.run(ending.signal);
    await vi.waitUntil(() => desk.resumed.length > 0, 5000);
    expect(desk.resumed).toEqual([{ account: "workspace" }]);
    expect(slack.calls.filter(({ method }) => method === "auth.test")).toHaveLength(4);
    expect(log.lines.filter((line) => line.includes("no longer accepts"))).toHaveLength(1);
    ending.abort();
    await ran;
  });

  it("names the permissions that the app lacks", async () => {
    const { log } = await aSlackDesk({ slack: { scopes: ["chat:write", "commands"] } });
    await vi.waitUntil(() => log.lines.some((line) => line.startsWith("error")));
    expect(log.lines.join()).toMatch(/Missing: channels:history, .*users:read/);
  });
});

describe("when Slack cannot be reached", () => {
  it("keeps the card for later, for certain not sent", async () => {
    const adapter = await install({ ...whole, SLACK_API_URL: await nobodyListens() });
    const outcome = await adapter?.deliver(aDelivery(), AbortSignal.timeout(5000));
    expect(outcome).toMatchObject({ kind: "retry", reason: expect.stringContaining("ECONNREFUSED") });
  });
});

/** A port that was free a moment ago. */
async function nobodyListens(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/api/`;
}
