import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { actionIds } from "../../adapters/slack/buttons.ts";
import { methodScopes } from "../../adapters/slack/methods.ts";
import { slackManifest } from "../../manifests/slack/manifest.ts";
import { aSlackDesk } from "../adapters/slack/slack-desk.ts";

const http = slackManifest("http", "https://desk.example/");
const socket = slackManifest("socket", "https://desk.example");

const source = readdirSync("adapters/slack")
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(`adapters/slack/${file}`, "utf8"))
  .join("\n");
const allMatches = (pattern: RegExp) => [...new Set([...source.matchAll(pattern)].map(([, found]) => found))].sort();

describe("the Slack app", () => {
  it("asks for exactly the scopes that the called methods and heard events need", () => {
    const called = allMatches(/\.call\(\s*"([\w.]+)"/g);
    expect(called).toEqual(Object.keys(methodScopes).sort());
    expect(http.oauth_config?.scopes?.bot).toEqual([
      "channels:history",
      "channels:read",
      "chat:write",
      "commands",
      "groups:history",
      "groups:read",
      "users:read",
    ]);
    expect(socket.oauth_config).toEqual(http.oauth_config);
  });

  it("does nothing that its scopes do not allow", async () => {
    const scopes = http.oauth_config?.scopes?.bot ?? [];
    const { postCard, press, slack } = await aSlackDesk({ slack: { scopes } });
    const { ts } = await postCard();
    await press("claim", ts);
    await slack.command({ command: "/deskbell", text: "connect", channel: "C0SUPPORT1" });
    await slack.settled();
    expect(slack.calls.length).toBeGreaterThan(2);
    expect(slack.calls.filter((call) => JSON.stringify(call).includes("missing_scope"))).toEqual([]);
  });

  it("hears exactly the events that are listened to", () => {
    const listened = allMatches(/app\.event\("([\w.]+)"/g);
    const subscribed = http.settings?.event_subscriptions?.bot_events ?? [];
    expect([...new Set(subscribed.map((name) => name.replace(/^message\..*/, "message")))].sort()).toEqual(listened);
    expect(socket.settings?.event_subscriptions?.bot_events).toEqual(subscribed);
  });

  it("has a listener for every button, link buttons too", () => {
    expect(allMatches(/app\.action\((actionIds[.[]\w+)/g)).toEqual(["actionIds.open", "actionIds[verb"]);
    expect(Object.keys(actionIds).sort()).toEqual(["claim", "open", "reopen", "resolve"]);
  });

  it("has the one command that is answered", () => {
    expect(http.features?.slash_commands?.map(({ command }) => command)).toEqual(["/deskbell"]);
    expect(socket.features?.slash_commands?.map(({ command }) => command)).toEqual(["/deskbell"]);
  });

  it("sends everything over HTTP to the one address that is served", async () => {
    const url = "https://desk.example/adapters/slack/events";
    expect(http.settings?.event_subscriptions?.request_url).toBe(url);
    expect(http.settings?.interactivity?.request_url).toBe(url);
    expect(http.features?.slash_commands?.[0]?.url).toBe(url);
    const { eventsUrl } = await aSlackDesk({ running: false });
    expect(new URL(eventsUrl).pathname).toBe(new URL(url).pathname);
  });

  it("needs no address in Socket Mode", () => {
    expect(socket.settings?.socket_mode_enabled).toBe(true);
    expect(http.settings?.socket_mode_enabled).toBe(false);
    expect(JSON.stringify(socket)).not.toContain("url");
  });

  it("keeps to what Slack accepts in a manifest", () => {
    for (const { display_information, features, settings } of [http, socket]) {
      expect(display_information.name.length).toBeLessThanOrEqual(35);
      expect(display_information.description?.length).toBeLessThanOrEqual(140);
      expect(features?.bot_user?.display_name).toMatch(/^[a-z0-9._-]{1,80}$/);
      expect(settings?.interactivity?.is_enabled).toBe(true);
      // Two refreshes at once would fight over the token.
      expect(settings?.token_rotation_enabled).toBe(false);
    }
  });
});
