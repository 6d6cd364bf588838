import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { card, cardActivity } from "./listening-bot.ts";
import { sdkBot } from "./sdk-bot.ts";
import { type StandInTeams, startStandInTeams } from "./stand-in-teams.ts";

let teams: StandInTeams;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stand-in-teams-"));
  teams = await startStandInTeams({ journal: join(folder, "journal.jsonl") });
});
afterEach(async () => {
  await teams.stop();
  await rm(folder, { recursive: true });
});

async function control(name: string, body: unknown, type = "application/json") {
  const response = await fetch(`${teams.url}/_stand-in/${name}`, {
    method: "POST",
    headers: { "content-type": type },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: Object(await response.json()) };
}

describe("driving it from another process", () => {
  it("makes teams and channels, speaks, presses and tells the state", async () => {
    const team = (await control("teams", { name: "Support" })).answer.id;
    const channel = (await control("channels", { team, name: "visitors" })).answer.id;
    const { activityId } = await sdkBot(teams).createThread(channel, cardActivity(card("resolve")));
    expect((await control("press", { channel, activityId, verb: "resolve" })).answer).toMatchObject({ via: "nobody" });
    const { answer } = await control("say", { channel, thread: activityId, text: "on it" });
    const state = Object(
      await (await fetch(`${teams.url}/_stand-in/state?channel=${encodeURIComponent(channel)}`)).json(),
    );
    expect(state.teams).toMatchObject([{ id: team, name: "Support" }]);
    expect(state.channels).toMatchObject([
      { id: team, name: "General", messages: [] },
      { id: channel, messages: [{ activityId }, { activityId: answer.message.activityId, root: activityId }] },
    ]);
    const calls = Object(await (await fetch(`${teams.url}/_stand-in/calls`)).json());
    expect(calls.map(({ method }: { method: string }) => method)).toEqual(["token", "createConversation"]);
  });

  it("lets things happen to teams and channels", async () => {
    const { id: team } = teams.createTeam({ name: "Support" });
    const channel = (await control("addChannel", { team, name: "visitors" })).answer;
    expect(channel).toMatchObject({ via: "nobody" });
    await control("archiveTeam", { team });
    await control("renameTeam", { team, name: "Care" });
    await control("removeBot", { team });
    expect(teams.team(team)).toMatchObject({ archived: true, hasBot: false, name: "Care" });
    await control("addBot", { team });
    await control("unarchiveTeam", { team });
    expect(teams.team(team)).toMatchObject({ archived: false, hasBot: true });
    await control("deleteChannel", { channel: teams.channels()[1]?.id });
    expect(teams.channels()[1]).toMatchObject({ name: "visitors", deleted: true });
  });

  it("misbehaves, behaves and revokes when told to", async () => {
    const { id } = teams.createChannel({ name: "visitors" });
    const bot = sdkBot(teams);
    const post = () => bot.createThread(id, { type: "message", text: "x" });
    await control("misbehave", {
      how: "refuse",
      status: 403,
      code: "BotDisabledByAdmin",
      methods: "createConversation",
    });
    await expect(post()).rejects.toMatchObject({ statusCode: 403, code: "BotDisabledByAdmin" });
    await control("behave", {});
    await post();
    await control("revoke", {});
    await expect(post()).rejects.toMatchObject({ statusCode: 401 });
    expect(await control("misbehave", { how: "sulk" })).toMatchObject({ status: 400 });
    expect((await control("misbehave", { share: 0.3, seed: 4 })).status).toBe(200);
  });

  it("says what is wrong with a press, and takes nothing that a form on another page could send", async () => {
    const { id: channel } = teams.createChannel({ name: "visitors" });
    expect(await control("press", { channel, activityId: "1", verb: "resolve" })).toMatchObject({
      status: 400,
      answer: { error: `There is no message 1 in channel ${channel}.` },
    });
    expect((await control("behave", {}, "text/plain")).status).toBe(415);
    expect((await control("dance", {})).status).toBe(404);
  });

  it("tells of changes as they happen", async () => {
    const { id: channel } = teams.createChannel({ name: "visitors" });
    const { body } = await fetch(`${teams.url}/_stand-in/live`);
    await teams.say({ channel, text: "hello" });
    const reader = body?.getReader();
    let heard = "";
    while (reader && !heard.includes("data:")) heard += Buffer.from((await reader.read()).value ?? []).toString();
    expect(heard).toContain(`data: ${JSON.stringify({ did: "posted", channel })}`);
  });
});

describe("the journal", () => {
  it("has everything that was accepted, also what the caller never learned of, and nothing else", async () => {
    const { id: channel } = teams.createChannel({ name: "visitors" });
    const bot = sdkBot(teams);
    const post = () => bot.createThread(channel, { type: "message", text: "card" });
    const { id, activityId } = await post();
    await bot.conversations.sendToConversation(id, { type: "message", text: "line" });
    teams.misbehave({ how: "reset_after_accepting", times: 1 });
    await expect(post()).rejects.toThrow();
    teams.misbehave({ how: "server_error" });
    await expect(post()).rejects.toThrow();
    const lines = (await readFile(join(folder, "journal.jsonl"), "utf8")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { did: "createConversation", channel, activityId, conversation: id, activity: { text: "card" } },
      { did: "sendToConversation", channel, conversation: id, activity: { text: "line" } },
      { did: "createConversation", channel, misdeed: "reset_after_accepting" },
    ]);
    expect(teams.messages(channel)).toHaveLength(2);
  });
});
