import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { card, cardActivity, json, startListeningBot } from "./listening-bot.ts";

type Bot = Awaited<ReturnType<typeof startListeningBot>>;
let app: Bot;
let teams: Bot["teams"];
let heard: Bot["heard"];
let channel: string;

beforeEach(async () => {
  app = await startListeningBot();
  ({ teams, heard, channel } = app);
});
afterEach(() => app.stop());

const answerCard = (content: object) =>
  app.answerWith((response) =>
    response.end(JSON.stringify({ statusCode: 200, type: "application/vnd.microsoft.card.adaptive", value: content })),
  );

describe("a press", () => {
  it("is an invoke with the action's verb and data, from whom and where it was pressed", async () => {
    const activityId = await app.postCard("resolve");
    const ben = teams.people[1];
    const outcome = await teams.press({ channel, activityId, verb: "resolve", user: ben?.id });
    expect(outcome).toMatchObject({ status: 200, tookTooLong: false });
    expect(json(app.last())).toMatchObject({
      type: "invoke",
      name: "adaptiveCard/action",
      channelId: "msteams",
      serviceUrl: teams.cloud.serviceUrl,
      replyToId: activityId,
      value: {
        action: { type: "Action.Execute", verb: "resolve", data: { c: "conversation-1" } },
        trigger: "manual",
      },
      from: { id: ben?.id, name: ben?.name, aadObjectId: ben?.aadObjectId },
      recipient: { id: `28:${teams.appId}` },
      conversation: { id: `${channel};messageid=${activityId}`, tenantId: teams.tenantId },
      channelData: { tenant: { id: teams.tenantId }, team: { id: app.team }, channel: { id: channel } },
    });
    expect(await app.bot.authenticate(app.last().headers.authorization, app.last().body)).toBe("welcome");
  });

  it("brings along what was typed", async () => {
    const input = { type: "Input.Text", id: "note" };
    const { activityId } = await app.bot.createThread(channel, cardActivity({ ...card("note"), body: [input] }));
    await teams.press({ channel, activityId, verb: "note", inputs: { note: "called back" } });
    expect(json(app.last()).value.action.data).toEqual({ c: "conversation-1", note: "called back" });
  });

  it("shows the returned card to whoever pressed, until the message is edited", async () => {
    const activityId = await app.postCard("resolve");
    const [ana, ben] = teams.people;
    answerCard(card("reopen"));
    const { answer } = await teams.press({ channel, activityId, verb: "resolve", user: ana?.id });
    expect(answer).toMatchObject({ statusCode: 200, value: card("reopen") });
    expect(teams.views()).toMatchObject([{ person: ana?.id, activityId, card: card("reopen") }]);
    await expect(teams.press({ channel, activityId, verb: "resolve", user: ana?.id })).rejects.toThrow("no action");
    await teams.press({ channel, activityId, verb: "resolve", user: ben?.id });
    await app.bot.conversations.updateActivity(channel, activityId, cardActivity(card("claim")));
    expect(teams.views()).toEqual([]);
    await teams.press({ channel, activityId, verb: "claim", user: ana?.id });
    expect(teams.message(channel, activityId)?.edits).toBe(1);
  });

  it("shows a message or an error in words", async () => {
    const activityId = await app.postCard("resolve");
    for (const [type, value, seen] of [
      ["application/vnd.microsoft.activity.message", "Done.", "Done."],
      ["application/vnd.microsoft.error", { code: "403", message: "Not yours." }, "Something went wrong: Not yours."],
    ] as const) {
      app.answerWith((response) => response.end(JSON.stringify({ statusCode: 200, type, value })));
      await teams.press({ channel, activityId, verb: "resolve" });
      expect(teams.views().at(-1)?.text).toBe(seen);
    }
  });

  it("can come twice with the same id, late, from an old rendering, and from two people at once", async () => {
    const activityId = await app.postCard("resolve");
    await teams.press({ channel, activityId, verb: "resolve", duplicate: true, delayMs: 20 });
    expect(heard).toHaveLength(2);
    expect(json(heard[0]).id).toBe(json(heard[1]).id);
    await app.bot.conversations.updateActivity(channel, activityId, cardActivity(card("reopen")));
    await teams.press({ channel, activityId, verb: "resolve", rendering: card("resolve") });
    const users = teams.people.map(({ id }) => id);
    await teams.pressAtOnce({ channel, activityId, verb: "reopen" }, users);
    const together = heard.slice(-3).map(json);
    expect(new Set(together.map(({ from }) => from.id)).size).toBe(3);
    expect(new Set(together.map(({ id }) => id)).size).toBe(3);
  });

  it("comes from an old client as a message with the data of the fallback and no text", async () => {
    const activityId = await app.postCard("resolve");
    await teams.press({ channel, activityId, verb: "resolve", submit: true });
    const sent = json(app.last());
    expect(sent).toMatchObject({
      type: "message",
      replyToId: activityId,
      value: { verb: "resolve", c: "conversation-1" },
    });
    expect("text" in sent).toBe(false);
  });

  it("is not sent again when it fails, unless asked; what is too late is said to be", async () => {
    const activityId = await app.postCard("resolve");
    app.answerWith((response) => response.writeHead(500).end());
    expect(await teams.press({ channel, activityId, verb: "resolve" })).toMatchObject({ status: 500 });
    expect(heard).toHaveLength(1);
    await teams.press({ channel, activityId, verb: "resolve", insist: true });
    expect(heard).toHaveLength(4);
    app.answerWith((response) => void setTimeout(() => response.end(), 900));
    expect(await teams.press({ channel, activityId, verb: "resolve" })).toMatchObject({
      status: 200,
      tookTooLong: true,
    });
  });

  it("can be doubled or delayed by rule", async () => {
    const activityId = await app.postCard("resolve");
    teams.misbehave({ how: "deliver_twice", callbacks: ["invoke"], times: 1 });
    await teams.press({ channel, activityId, verb: "resolve" });
    expect(heard).toHaveLength(2);
    teams.misbehave({ how: "deliver_late", ms: 50, callbacks: ["invoke"] });
    await teams.press({ channel, activityId, verb: "resolve" });
    expect(heard).toHaveLength(3);
  });

  it("refuses to press what is not there", async () => {
    const activityId = await app.postCard("resolve");
    await expect(teams.press({ channel, activityId, verb: "nope" })).rejects.toThrow('no action "nope"');
    await expect(teams.press({ channel, activityId: "1", verb: "resolve" })).rejects.toThrow("no message 1");
  });
});

describe("what people say", () => {
  it("reaches the bot when it is mentioned, with tags and entities", async () => {
    const { message, outcome } = await teams.say({ channel, text: "connect <b> & @Ben Okafor", mention: true });
    expect(outcome?.status).toBe(200);
    expect(json(app.last())).toMatchObject({
      type: "message",
      id: message.activityId,
      text: "<at>Deskbell</at> connect &lt;b&gt; &amp; <at>Ben Okafor</at>",
      conversation: { id: `${channel};messageid=${message.activityId}`, conversationType: "channel" },
      entities: [
        { type: "mention", mentioned: { id: `28:${teams.appId}` }, text: "<at>Deskbell</at>" },
        { type: "mention", mentioned: { id: teams.people[1]?.id } },
        { type: "clientInfo" },
      ],
    });
    expect(message.text).toBe("@Deskbell connect <b> & @Ben Okafor");
  });

  it("is not for the bot otherwise, unless the app may hear everything", async () => {
    const thread = await app.postCard("resolve");
    expect((await teams.say({ channel, thread, text: "who takes it? deskbell@acme.example" })).outcome).toBeUndefined();
    expect(heard).toEqual([]);
    expect(teams.thread(channel, thread)).toHaveLength(2);
    const nosy = await startListeningBot({ hearsEverything: true });
    await nosy.teams.say({ channel: nosy.channel, text: "anybody?" });
    expect(json(nosy.last())).toMatchObject({ text: "anybody?", entities: [{ type: "clientInfo" }] });
    await nosy.stop();
  });

  it("keeps the thread of a reply", async () => {
    const thread = await app.postCard("resolve");
    const { message } = await teams.say({ channel, thread, text: "@deskbell status" });
    expect(json(app.last()).conversation.id).toBe(`${channel};messageid=${thread}`);
    expect(message.root).toBe(thread);
  });

  it("is between two in a personal chat", async () => {
    await teams.say({ personal: true, text: "help" });
    const { conversation, channelData } = json(app.last());
    expect(conversation).toEqual({
      conversationType: "personal",
      tenantId: teams.tenantId,
      id: teams.chats()[0]?.id,
    });
    expect(channelData).toEqual({ tenant: { id: teams.tenantId } });
  });

  it("is sent again with the same id while nobody hears it, and not when it was refused", async () => {
    app.answerWith((response) => response.writeHead(heard.length < 3 ? 503 : 200).end());
    await teams.say({ channel, text: "hello", mention: true });
    expect(new Set(heard.map((one) => json(one).id)).size).toBe(1);
    expect(heard).toHaveLength(3);
    app.answerWith((response) => response.writeHead(401).end());
    await teams.say({ channel, text: "hello", mention: true });
    expect(heard).toHaveLength(4);
  });
});

describe("the life of teams and channels", () => {
  it("tells that the bot came and went, in both ways Teams does", async () => {
    await teams.removeBot(app.team);
    await teams.addBot(app.team, { channel });
    const sent = heard.map(json);
    expect(sent.map(({ type, action, channelData }) => [type, action ?? channelData.eventType])).toEqual([
      ["conversationUpdate", "teamMemberRemoved"],
      ["installationUpdate", "remove"],
      ["conversationUpdate", "teamMemberAdded"],
      ["installationUpdate", "add"],
    ]);
    expect(sent[0].membersRemoved).toEqual([{ id: `28:${teams.appId}` }]);
    expect(sent[2].membersAdded).toEqual([{ id: `28:${teams.appId}` }]);
    expect(sent[3].channelData).toMatchObject({
      team: { id: app.team, name: "Support" },
      settings: { selectedChannel: { id: channel } },
    });
  });

  it("tells what happens to them", async () => {
    const { team } = app;
    await teams.addChannel({ name: "new" });
    await teams.renameChannel(channel, "guests");
    await teams.deleteChannel(channel);
    await teams.restoreChannel(channel);
    await teams.renameTeam(team, "Care");
    await teams.archiveTeam(team);
    await teams.unarchiveTeam(team);
    await teams.deleteTeam(team);
    await teams.restoreTeam(team);
    const sent = heard.map((one) => json(one).channelData);
    expect(sent.map(({ eventType }) => eventType)).toEqual([
      "channelCreated",
      "channelRenamed",
      "channelDeleted",
      "channelRestored",
      "teamRenamed",
      "teamArchived",
      "teamUnarchived",
      "teamDeleted",
      "teamRestored",
    ]);
    expect(sent[1]).toMatchObject({ channel: { id: channel, name: "guests" }, team: { id: team, name: "Support" } });
    expect(sent[4].team).toMatchObject({ id: team, name: "Care" });
  });
});
