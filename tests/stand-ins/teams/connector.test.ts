import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { card, cardActivity } from "./listening-bot.ts";
import { sdkBot } from "./sdk-bot.ts";
import { type StandInTeams, startStandInTeams } from "./stand-in-teams.ts";

let teams: StandInTeams;
let bot: ReturnType<typeof sdkBot>;
let team: string;
let channel: string;

beforeEach(async () => {
  teams = await startStandInTeams();
  team = teams.createTeam({ name: "Support" }).id;
  channel = teams.createChannel({ name: "visitors" }).id;
  bot = sdkBot(teams);
});
afterEach(() => teams.stop());

const text = (line: string) => ({ type: "message", text: line, textFormat: "plain" });
const refusal = (statusCode: number, code?: string) =>
  code === undefined ? { statusCode } : { statusCode, code, message: expect.stringMatching(/\w/) };

describe("who may call", () => {
  it("gives a token for the app's secret, and takes it", async () => {
    await bot.createThread(channel, text("hello"));
    expect(teams.calls.map(({ method, status }) => [method, status])).toEqual([
      ["token", 200],
      ["createConversation", 201],
    ]);
  });

  it("refuses a wrong secret as Entra ID does", async () => {
    await expect(sdkBot(teams, { appPassword: "wrong" }).createThread(channel, text("x"))).rejects.toMatchObject({
      status: 401,
      code: "invalid_client",
      message: expect.stringContaining("AADSTS7000215"),
    });
  });

  it.each([
    ["another app", { client_id: "somebody" }, 400, "unauthorized_client"],
    ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type"],
    ["another scope", { scope: "https://graph.microsoft.com/.default" }, 400, "invalid_scope"],
  ])("refuses %s", async (_, more, status, error) => {
    const form = {
      grant_type: "client_credentials",
      client_id: teams.appId,
      client_secret: teams.appPassword,
      scope: "https://api.botframework.com/.default",
      ...more,
    };
    const answer = await fetch(teams.cloud.tokenUrl, { method: "POST", body: new URLSearchParams(form) });
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({ status, body: { error } });
  });

  it("refuses calls without a token, with one that ran out, and after the app was revoked", async () => {
    const url = `${teams.cloud.serviceUrl}v3/teams/${encodeURIComponent(team)}`;
    expect(await (await fetch(url)).json()).toEqual({ message: "Authorization has been denied for this request." });
    await bot.teams.fetchTeamDetails(team);
    teams.expireTokens();
    await expect(bot.teams.fetchTeamDetails(team)).rejects.toMatchObject(refusal(401));
    await bot.credentials.getToken(true);
    await bot.teams.fetchTeamDetails(team);
    teams.revoke();
    await expect(bot.teams.fetchTeamDetails(team)).rejects.toMatchObject(refusal(401));
    await expect(bot.credentials.getToken(true)).rejects.toMatchObject({ code: "invalid_client" });
  });
});

describe("posting", () => {
  it("begins a thread with a card and tells both ids", async () => {
    const { id, activityId } = await bot.createThread(channel, cardActivity(card("resolve")));
    expect(activityId).toMatch(/^\d{13}$/);
    expect(id).toBe(`${channel};messageid=${activityId}`);
    expect(teams.messages(channel)).toMatchObject([
      { activityId, from: teams.bot, summary: "Someone asks for a human", card: card("resolve"), edits: 0 },
    ]);
  });

  it("replies in the thread, to an activity of it, and posts to the channel itself, with ids that only grow", async () => {
    const root = await bot.createThread(channel, cardActivity(card("resolve")));
    const first = await bot.conversations.sendToConversation(root.id, text("one"));
    const second = await bot.conversations.replyToActivity(channel, root.activityId, text("two"));
    const third = await bot.conversations.sendToConversation(channel, text("three"));
    expect([root.activityId < first.id, first.id < second.id, second.id < third.id]).toEqual([true, true, true]);
    expect(teams.thread(channel, root.activityId).map((message) => message.text)).toEqual(["", "one", "two"]);
    expect(teams.messages(channel).map(({ activityId }) => activityId)).toEqual([root.activityId, third.id]);
  });

  it("writes to a person in the one chat they have with the bot", async () => {
    const [ana] = teams.people;
    const parameters = { isGroup: false, members: [{ id: ana?.id ?? "" }], tenantId: teams.tenantId };
    const first = await bot.createConversation({ ...parameters, activity: text("hi") });
    const again = await bot.createConversation(parameters);
    await bot.conversations.sendToConversation(first.id, text("there"));
    expect(again.id).toBe(first.id);
    expect(teams.messages(first.id).map((message) => message.text)).toEqual(["hi", "there"]);
  });

  it("tells about the team, its channels and its members", async () => {
    const { id, name, aadGroupId } = await bot.teams.fetchTeamDetails(team);
    expect({ id, name, aadGroupId }).toEqual({ id: team, name: "Support", aadGroupId: teams.team(team)?.aadGroupId });
    const { conversations } = await bot.teams.fetchChannelList(team);
    expect(conversations).toMatchObject([{ id: team }, { id: channel, name: "visitors" }]);
    expect(conversations?.[0]?.name ?? null).toBeNull();
    const ben = teams.people[1];
    expect(await bot.conversations.getConversationMember(channel, ben?.id ?? "")).toMatchObject({
      name: ben?.name,
      aadObjectId: ben?.aadObjectId,
    });
    await expect(bot.conversations.getConversationMember(channel, "29:nobody")).rejects.toMatchObject(
      refusal(404, "MemberNotFoundInConversation"),
    );
  });
});

describe("editing", () => {
  it("puts the new card in the place of the old one, and counts", async () => {
    const { id, activityId } = await bot.createThread(channel, cardActivity(card("resolve")));
    expect(await bot.conversations.updateActivity(id, activityId, cardActivity(card("reopen")))).toMatchObject({
      id: activityId,
    });
    await bot.conversations.updateActivity(channel, activityId, text("only text"));
    const [message] = teams.messages(channel);
    expect(message).toMatchObject({ activityId, text: "only text", edits: 2 });
    expect(message?.card).toBeUndefined();
  });

  it("deletes, and no longer finds what it deleted", async () => {
    const { id, activityId } = await bot.createThread(channel, text("x"));
    await bot.conversations.deleteActivity(id, activityId);
    expect(teams.messages(channel)).toMatchObject([{ activityId, deleted: true }]);
    for (const attempt of [
      () => bot.conversations.updateActivity(id, activityId, text("y")),
      () => bot.conversations.deleteActivity(id, activityId),
      () => bot.conversations.updateActivity(channel, "1700000000000", text("y")),
    ])
      await expect(attempt()).rejects.toMatchObject(refusal(404, "ActivityNotFoundInConversation"));
  });

  it("leaves alone what people wrote", async () => {
    const { message } = await teams.say({ channel, text: "mine" });
    await expect(bot.conversations.updateActivity(channel, message.activityId, text("y"))).rejects.toMatchObject(
      refusal(403, "NotEnoughPermissions"),
    );
  });
});

describe("what Teams refuses", () => {
  it.each<[string, () => unknown, () => Promise<unknown>, object]>([
    ["a bot that is not in the team", () => teams.removeBot(team), write, refusal(403, "BotNotInConversationRoster")],
    ["a deleted channel", () => teams.deleteChannel(channel), write, refusal(404, "ConversationNotFound")],
    ["a deleted team", () => teams.deleteTeam(team), write, refusal(404, "ConversationNotFound")],
    ["an archived team", () => teams.archiveTeam(team), write, refusal(403)],
    ["an unknown channel", nothing, () => write("19:0@thread.tacv2"), refusal(404, "ConversationNotFound")],
    ["what is no conversation", nothing, () => write("C0SUPPORT"), refusal(400, "BadSyntax")],
    ["another tenant", nothing, () => write(channel, { tenantId: "another" }), refusal(401)],
    ["another bot", nothing, () => write(channel, { bot: { id: "28:another" } }), refusal(400, "BadSyntax")],
    ["a thread without a message", nothing, () => write(channel, { activity: undefined }), refusal(400, "BadSyntax")],
    ["an empty message", nothing, () => write(channel, { activity: text("") }), refusal(400, "BadSyntax")],
    ["an event", nothing, () => write(channel, { activity: { type: "event" } }), refusal(400, "BadSyntax")],
    [
      "a card of tomorrow",
      nothing,
      () => write(channel, { activity: cardActivity({ ...card(), version: "1.6" }) }),
      refusal(400, "BadSyntax"),
    ],
    [
      "what is no Adaptive Card",
      nothing,
      () =>
        write(channel, { activity: { type: "message", attachments: [{ contentType: "text/html", content: "x" }] } }),
      refusal(400, "BadSyntax"),
    ],
    [
      "100 KB of UTF-16",
      nothing,
      () => write(channel, { activity: text("x".repeat(51_200)) }),
      refusal(413, "MessageSizeTooBig"),
    ],
  ])("refuses %s", async (_, before, call, error) => {
    await before();
    await expect(call()).rejects.toMatchObject(error);
    expect(teams.everything(channel)).toEqual([]);
  });

  it("names the reason for an archived team one level deeper, as Microsoft documents it", async () => {
    await teams.archiveTeam(team);
    const error = await write().catch((reason: unknown) => reason);
    const { errorCode, message } = JSON.parse(Object(error).response.bodyAsText);
    expect([errorCode, JSON.parse(message).subCode]).toEqual([209, "MessageWritesBlocked"]);
  });

  it("takes what is just small enough", async () => {
    const room = 51_200 - JSON.stringify(text("")).length;
    await bot.createThread(channel, text("x".repeat(room)));
    await expect(bot.createThread(channel, text("x".repeat(room + 1)))).rejects.toMatchObject({ statusCode: 413 });
  });

  it("answers 404 to a reply in a thread that never was", async () => {
    await expect(bot.conversations.sendToConversation(`${channel};messageid=1`, text("x"))).rejects.toMatchObject(
      refusal(404, "ConversationNotFound"),
    );
  });

  function write(to = channel, more = {}): Promise<unknown> {
    return bot.createThread(to, text("x"), more);
  }

  function nothing(): void {}
});

describe("rate limits, when they are on", () => {
  it("takes seven posts a second in a channel, says how long to wait, and counts each channel by itself", async () => {
    const strict = await startStandInTeams({ rateLimits: true });
    const { id } = strict.createChannel({ name: "busy" });
    const other = strict.createChannel({ name: "quiet" }).id;
    const busy = sdkBot(strict);
    const posts = await Promise.allSettled(Array.from({ length: 9 }, () => busy.createThread(id, text("x"))));
    const refused = posts.flatMap((post) => (post.status === "rejected" ? [post.reason] : []));
    expect(refused.map(({ statusCode, code }) => [statusCode, code])).toEqual([
      [429, "Throttled"],
      [429, "Throttled"],
    ]);
    expect(refused[0].response.headers.get("retry-after")).toBe("1");
    await busy.createThread(other, text("x"));
    expect(strict.messages(id)).toHaveLength(7);
    await strict.stop();
  });
});
