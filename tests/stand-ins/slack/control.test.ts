import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LogLevel, WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type StandInSlack, startStandInSlack } from "./stand-in-slack.ts";

let slack: StandInSlack;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stand-in-slack-"));
  slack = await startStandInSlack({ journal: join(folder, "journal.jsonl") });
});
afterEach(async () => {
  await slack.stop();
  await rm(folder, { recursive: true });
});

async function control(name: string, body: unknown, type = "application/json") {
  const response = await fetch(`${slack.url}/_stand-in/${name}`, {
    method: "POST",
    headers: { "content-type": type },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

const post = () =>
  new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  }).chat.postMessage({
    channel: "C1",
    text: "Card",
    metadata: { event_type: "deskbell", event_payload: { key: "k1" } },
    blocks: [
      { type: "actions", elements: [{ type: "button", text: { type: "plain_text", text: "Go" }, action_id: "go" }] },
    ],
  });

describe("driving it from another process", () => {
  it("makes channels, speaks, presses and types commands, and tells the state", async () => {
    await control("channels", { id: "C1", name: "support" });
    const { answer: said } = await control("say", { channel: "C1", text: "hello" });
    const { ts = "" } = await post();
    expect((await control("click", { channel: "C1", ts, actionId: "go" })).answer).toMatchObject({ via: "nobody" });
    expect((await control("command", { channel: "C1", command: "/deskbell" })).status).toBe(200);
    const state = await (await fetch(`${slack.url}/_stand-in/state`)).json();
    expect(state).toMatchObject({
      channels: [{ id: "C1", messages: [{ ts: said.ts }, { ts, metadata: { event_payload: { key: "k1" } } }] }],
    });
  });

  it("misbehaves and behaves when told to", async () => {
    await control("channels", { id: "C1", name: "support" });
    await control("misbehave", { how: "server_error", status: 502, methods: "chat.postMessage" });
    await expect(post()).rejects.toMatchObject({ statusCode: 502 });
    await control("behave", {});
    await post();
    expect(await control("misbehave", { how: "sulk" })).toMatchObject({ status: 400 });
    expect((await control("misbehave", { share: 0.3, seed: 4 })).status).toBe(200);
  });

  it("says what is wrong with a press, and takes nothing that a form on another page could send", async () => {
    slack.createChannel({ id: "C1", name: "support" });
    expect(await control("click", { channel: "C1", ts: "1.0", actionId: "go" })).toMatchObject({
      status: 400,
      answer: { error: "There is no message 1.0 in channel C1." },
    });
    expect((await control("behave", {}, "text/plain")).status).toBe(415);
    expect((await control("dance", {})).status).toBe(404);
  });

  it("tells of changes as they happen", async () => {
    slack.createChannel({ id: "C1", name: "support" });
    const { body } = await fetch(`${slack.url}/_stand-in/live`);
    slack.say({ channel: "C1", text: "hello" });
    const reader = body?.getReader();
    let heard = "";
    while (reader && !heard.includes("data:")) heard += Buffer.from((await reader.read()).value ?? []).toString();
    expect(heard).toContain('data: {"did":"posted","channel":"C1"}');
  });
});

describe("the journal", () => {
  it("has everything that was accepted, also what the caller never learned of, and nothing else", async () => {
    slack.createChannel({ id: "C1", name: "support" });
    await post();
    slack.misbehave({ how: "reset_after_accepting", times: 1 });
    await expect(post()).rejects.toThrow();
    slack.misbehave({ how: "server_error" });
    await expect(post()).rejects.toThrow();
    const lines = (await readFile(join(folder, "journal.jsonl"), "utf8")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { did: "chat.postMessage", channel: "C1", metadata: { event_payload: { key: "k1" } } },
      { did: "chat.postMessage", channel: "C1", misdeed: "reset_after_accepting" },
    ]);
    expect(slack.messages("C1")).toHaveLength(2);
  });
});
