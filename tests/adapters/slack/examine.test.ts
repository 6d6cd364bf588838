import { describe, expect, it, vi } from "vitest";
import { installSlack } from "../../../adapters/slack/index.ts";
import type { Finding } from "../../../core/index.ts";
import { aChatbot, aConnection } from "../../builders/chatbots.ts";
import { recordingDesk } from "../recording-desk.ts";
import { recordingLog } from "../recording-log.ts";
import { testKeys } from "../test-keys.ts";
import { aSlackDesk } from "./slack-desk.ts";
import { supportChannel } from "./slack-platform.ts";

const connected = [aChatbot({ connections: [aConnection({ address: supportChannel, label: "#support" })] })];

type SlackDesk = Awaited<ReturnType<typeof aSlackDesk>>;

async function examine({ adapter }: Pick<SlackDesk, "adapter">, chatbots = connected): Promise<readonly Finding[]> {
  if (!adapter.examine) throw new Error("Slack cannot be examined.");
  return adapter.examine(AbortSignal.timeout(10_000), chatbots);
}

const inWords = (findings: readonly Finding[]) => findings.map(({ level, what }) => `${level}: ${what}`);

describe("the doctor in Slack", () => {
  it("finds all well, without posting anything", async () => {
    const desk = await aSlackDesk({ mode: "socket", running: false });
    expect(inWords(await examine(desk))).toEqual([
      "ok: Slack takes SLACK_BOT_TOKEN: workspace Acme support.",
      "ok: Slack takes SLACK_APP_TOKEN: Socket Mode can connect.",
      "ok: Slack: Deskbell's bot is in #support.",
    ]);
    expect(desk.slack.messages(supportChannel)).toEqual([]);
    expect(desk.slack.socketConnections()).toBe(0);
  });

  it("says where Slack is expected over HTTP, and that only a press shows whether the secret is right", async () => {
    const found = await examine(await aSlackDesk());
    expect(inWords(found)[1]).toBe(
      "ok: Slack is expected at https://desk.example/adapters/slack/events; whether SLACK_SIGNING_SECRET is right shows with the first press.",
    );
  });

  it("warns of an address that Slack cannot call", async () => {
    const { slack } = await aSlackDesk();
    const adapter = await installSlack({
      env: { SLACK_BOT_TOKEN: slack.botToken, SLACK_SIGNING_SECRET: slack.signingSecret, SLACK_API_URL: slack.apiUrl },
      publicUrl: "http://localhost:3000",
      desk: recordingDesk(),
      log: recordingLog(),
      now: () => new Date(),
      keyFor: testKeys,
    });
    if (!adapter) throw new Error("Slack is not configured.");
    const [, back] = await examine({ adapter });
    expect(back).toMatchObject({
      level: "warning",
      what: expect.stringContaining("cannot call http://localhost:3000/"),
    });
    expect(back?.todo).toContain("Set PUBLIC_URL to a public https address, or use Socket Mode");
  });

  it("names a token that is no longer good, and asks nothing more with it", async () => {
    const desk = await aSlackDesk();
    desk.slack.misbehave({ how: "refuse", error: "token_revoked" });
    const found = await examine(desk);
    expect(found[0]).toMatchObject({
      level: "broken",
      what: expect.stringMatching(/bot token \(token_revoked\).*SLACK_BOT_TOKEN/),
    });
    expect(desk.slack.calls.filter(({ method }) => method === "conversations.info")).toEqual([]);
  });

  it("names the permissions that are missing", async () => {
    const desk = await aSlackDesk({ slack: { scopes: ["chat:write", "channels:read", "groups:read"] } });
    expect((await examine(desk))[0]).toMatchObject({
      level: "broken",
      what: expect.stringMatching(
        /Reinstall to Workspace.*Missing: channels:history, commands, groups:history, users:read/,
      ),
    });
  });

  it("names an app-level token that Slack does not take", async () => {
    const desk = await aSlackDesk({ mode: "socket", running: false, env: { SLACK_APP_TOKEN: "xapp-1-another" } });
    expect((await examine(desk))[1]).toMatchObject({
      level: "broken",
      what: "Slack does not take SLACK_APP_TOKEN (invalid_auth): no button pressed in Slack reaches Deskbell.",
      todo: expect.stringContaining("App-Level Tokens"),
    });
  });

  it.each([
    ["is archived", (desk: SlackDesk) => desk.slack.archive(supportChannel), /#support is archived/],
    ["has put the bot out", (desk: SlackDesk) => desk.slack.removeBot(supportChannel), /bot is not in #support/],
  ])("names a connected channel that %s", async (_what, happens, words) => {
    const desk = await aSlackDesk();
    await happens(desk);
    expect((await examine(desk)).at(-1)).toMatchObject({ level: "broken", what: expect.stringMatching(words) });
  });

  it("names a connected channel that is gone", async () => {
    const gone = [aChatbot({ connections: [aConnection({ address: "C0NOWHERE1", label: "#nowhere" })] })];
    expect((await examine(await aSlackDesk(), gone)).at(-1)).toMatchObject({
      level: "broken",
      what: expect.stringMatching(/does not show #nowhere to Deskbell/),
    });
  });

  it("says when Slack cannot be asked at all", async () => {
    const desk = await aSlackDesk();
    await desk.slack.stop();
    expect((await examine(desk))[0]).toMatchObject({
      level: "broken",
      what: "Slack could not be asked: Slack cannot be reached (ECONNREFUSED).",
      todo: expect.stringContaining("SLACK_API_URL"),
    });
  });

  it("names a clock that Slack's signatures would not survive", async () => {
    const desk = await aSlackDesk();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 400_000 });
    try {
      expect(inWords(await examine(desk)).find((each) => each.includes("clock"))).toMatch(
        /^broken: This machine's clock and Slack's are (399|400|401) s apart/,
      );
    } finally {
      vi.useRealTimers();
    }
  });
});
