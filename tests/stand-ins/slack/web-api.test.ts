import { LogLevel, WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type StandInSlack, startStandInSlack } from "./stand-in-slack.ts";

let slack: StandInSlack;
let client: WebClient;

beforeEach(async () => {
  slack = await startStandInSlack();
  slack.createChannel({ id: "C1", name: "support" });
  client = clientWith(slack.botToken);
});
afterEach(() => slack.stop());

const clientWith = (token: string | undefined, of = slack) =>
  new WebClient(token, {
    slackApiUrl: of.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 2000,
    logLevel: LogLevel.ERROR,
  });

const section = (text: string) => ({ type: "section" as const, text: { type: "mrkdwn" as const, text } });
const quote = (text: string) => ({
  type: "rich_text" as const,
  elements: [{ type: "rich_text_quote" as const, elements: [{ type: "text" as const, text }] }],
});
const metadata = { event_type: "deskbell_delivery", event_payload: { key: "k1" } };

async function refusalOf(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const data = error instanceof Error && "data" in error ? error.data : undefined;
  return typeof data === "object" && data !== null && "error" in data ? String(data.error) : `not refused: ${error}`;
}

describe("who may call", () => {
  it("knows its bot by the token and tells the scopes", async () => {
    const { user_id, bot_id, response_metadata } = await client.auth.test();
    expect({ user_id, bot_id }).toEqual({ user_id: slack.bot.userId, bot_id: slack.bot.botId });
    expect(response_metadata?.scopes).toContain("chat:write");
  });

  it.each([
    ["not_authed", undefined],
    ["invalid_auth", "xoxb-somebody-else"],
  ])("answers %s", async (error, token) => {
    expect(await refusalOf(clientWith(token).auth.test())).toBe(error);
  });

  it("keeps app and bot tokens apart", async () => {
    expect(await refusalOf(clientWith(slack.appToken).auth.test())).toBe("not_allowed_token_type");
    expect(await refusalOf(client.apps.connections.open({}))).toBe("not_allowed_token_type");
  });

  it("names the scope a token lacks, and the right one for a private channel", async () => {
    const strict = await startStandInSlack({ scopes: ["chat:write", "channels:history"] });
    strict.createChannel({ id: "G1", name: "vip", isPrivate: true });
    strict.createChannel({ id: "C1", name: "support" });
    const limited = clientWith(strict.botToken, strict);
    await limited.conversations.history({ channel: "C1" });
    await expect(limited.conversations.history({ channel: "G1" })).rejects.toMatchObject({
      data: { error: "missing_scope", needed: "groups:history", provided: "chat:write,channels:history" },
    });
    await strict.stop();
  });

  it("says unknown_method for what it does not know", async () => {
    expect(await refusalOf(client.apiCall("chat.sing", {}))).toBe("unknown_method");
  });
});

describe("posting", () => {
  it("posts as the bot, with ids that only grow", async () => {
    const first = await client.chat.postMessage({ channel: "C1", text: "one" });
    const second = await client.chat.postMessage({ channel: "C1", text: "two" });
    expect(String(second.ts) > String(first.ts)).toBe(true);
    expect(first.ts).toMatch(/^\d{10}\.\d{6}$/);
    expect(slack.messages("C1")[0]).toMatchObject({
      bot_id: slack.bot.botId,
      user: slack.bot.userId,
      app_id: slack.bot.appId,
    });
  });

  it("counts replies at the parent and keeps them out of the channel", async () => {
    const { ts = "" } = await client.chat.postMessage({ channel: "C1", text: "card" });
    await client.chat.postMessage({ channel: "C1", text: "reply", thread_ts: ts, blocks: [quote("hello")] });
    expect(slack.messages("C1")).toHaveLength(1);
    expect(slack.messages("C1")[0]).toMatchObject({ reply_count: 1, reply_users: [slack.bot.userId] });
    expect(slack.thread("C1", ts).map(({ text }) => text)).toEqual(["card", "reply"]);
  });

  it.each([
    ["channel_not_found", { channel: "C404", text: "x" }],
    ["not_in_channel", { channel: "C2", text: "x" }],
    ["channel_not_found", { channel: "G2", text: "x" }],
    ["is_archived", { channel: "C3", text: "x" }],
    ["no_text", { channel: "C1" }],
    ["cannot_reply_to_message", { channel: "C1", text: "x", thread_ts: "1.000001" }],
    ["invalid_metadata_schema", { channel: "C1", text: "x", metadata: { event_type: "no spaces", event_payload: {} } }],
    [
      "metadata_too_large",
      { channel: "C1", text: "x", metadata: { event_type: "e", event_payload: { a: "x".repeat(17_000) } } },
    ],
    ["invalid_blocks_format", { channel: "C1", blocks: "[{" }],
    ["msg_blocks_too_long", { channel: "C1", blocks: Array.from({ length: 5 }, () => section("x".repeat(2999))) }],
  ])("refuses with %s", async (error, args) => {
    slack.createChannel({ id: "C2", name: "elsewhere", isMember: false });
    slack.createChannel({ id: "G2", name: "secret", isMember: false, isPrivate: true });
    slack.createChannel({ id: "C3", name: "old", archived: true });
    expect(await refusalOf(client.apiCall("chat.postMessage", args))).toBe(error);
    expect(slack.messages("C1")).toEqual([]);
  });

  it("cuts a posted text at 40,000 characters", async () => {
    await client.chat.postMessage({ channel: "C1", text: "x".repeat(41_000) });
    expect(slack.messages("C1")[0]?.text).toHaveLength(40_000);
  });

  it("takes a JSON body as well as a form", async () => {
    const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8", authorization: `Bearer ${slack.botToken}` },
      body: JSON.stringify({ channel: "C1", blocks: [section("hi")] }),
    });
    expect(await answer.json()).toMatchObject({ ok: true, channel: "C1" });
  });

  it("shows an ephemeral notice to one person and keeps it out of the history", async () => {
    const [ana] = slack.people;
    await client.chat.postEphemeral({ channel: "C1", user: ana?.id ?? "", text: "Already resolved" });
    expect(slack.ephemerals()).toMatchObject([{ channel: "C1", user: ana?.id, text: "Already resolved" }]);
    expect(slack.everything("C1")).toEqual([]);
  });
});

describe("editing", () => {
  it("edits in place and keeps the metadata when none is sent", async () => {
    const { ts = "" } = await client.chat.postMessage({ channel: "C1", text: "a", blocks: [section("a")], metadata });
    await client.chat.update({ channel: "C1", ts, text: "b", blocks: [section("b")] });
    const [message] = slack.messages("C1");
    expect(message).toMatchObject({ ts, text: "b", metadata });
    expect(message?.edited).toBeUndefined();
  });

  it("loses the blocks, and is marked as edited, when only text is sent", async () => {
    const { ts = "" } = await client.chat.postMessage({ channel: "C1", text: "a", blocks: [section("a")] });
    await client.chat.update({ channel: "C1", ts, text: "b" });
    expect(slack.messages("C1")[0]?.blocks).toBeUndefined();
    expect(slack.messages("C1")[0]?.edited).toBeDefined();
  });

  it("refuses a long text, someone else's message, a vanished one, and blocks in place of rich text", async () => {
    const { ts = "" } = await client.chat.postMessage({ channel: "C1", text: "a", blocks: [quote("a")] });
    const said = slack.say({ channel: "C1", text: "mine" });
    const update = (args: Record<string, unknown>) =>
      refusalOf(client.apiCall("chat.update", { channel: "C1", ...args }));
    expect(await update({ ts, text: "x".repeat(4001) })).toBe("msg_too_long");
    expect(await update({ ts, text: "b", blocks: [section("b")] })).toBe("block_mismatch");
    expect(await update({ ts: said.ts, text: "b" })).toBe("cant_update_message");
    expect(await update({ ts: "1.000001", text: "b" })).toBe("message_not_found");
  });

  it("deletes its own messages only", async () => {
    const { ts = "" } = await client.chat.postMessage({ channel: "C1", text: "a" });
    const said = slack.say({ channel: "C1", text: "mine" });
    await client.chat.delete({ channel: "C1", ts });
    expect(await refusalOf(client.chat.delete({ channel: "C1", ts: said.ts }))).toBe("cant_delete_message");
    expect(slack.messages("C1").map((message) => message.ts)).toEqual([said.ts]);
  });
});

describe("reading back", () => {
  it("shows the payload of metadata only when asked for it", async () => {
    await client.chat.postMessage({ channel: "C1", text: "a", metadata });
    const plain = await client.conversations.history({ channel: "C1" });
    const full = await client.conversations.history({ channel: "C1", include_all_metadata: true });
    expect(plain.messages?.[0]?.metadata).toEqual({ event_type: metadata.event_type });
    expect(full.messages?.[0]?.metadata).toEqual(metadata);
  });

  it("pages through history newest first", async () => {
    for (const text of ["1", "2", "3"]) slack.say({ channel: "C1", text });
    const first = await client.conversations.history({ channel: "C1", limit: 2 });
    expect(first.messages?.map(({ text }) => text)).toEqual(["3", "2"]);
    const cursor = first.response_metadata?.next_cursor ?? "";
    const second = await client.conversations.history({ channel: "C1", limit: 2, cursor });
    expect(second.messages?.map(({ text }) => text)).toEqual(["1"]);
    expect(second.has_more).toBe(false);
  });

  it("bounds history by oldest and latest, inclusive only on request", async () => {
    const [, two, three] = ["1", "2", "3"].map((text) => slack.say({ channel: "C1", text }));
    const texts = async (args: object) =>
      (await client.conversations.history({ channel: "C1", ...args })).messages?.map(({ text }) => text);
    expect(await texts({ oldest: two?.ts })).toEqual(["3"]);
    expect(await texts({ oldest: two?.ts, inclusive: true })).toEqual(["3", "2"]);
    expect(await texts({ latest: three?.ts })).toEqual(["2", "1"]);
    expect(await texts({ oldest: "0", limit: 2 })).toEqual(["2", "1"]);
  });

  it("gives a thread with its parent first, however late it is asked from", async () => {
    const { ts } = slack.say({ channel: "C1", text: "parent" });
    const replies = ["r1", "r2"].map((text) => slack.say({ channel: "C1", text, threadTs: ts }));
    const texts = async (args: object) =>
      (await client.conversations.replies({ channel: "C1", ts, ...args })).messages?.map(({ text }) => text);
    expect(await texts({})).toEqual(["parent", "r1", "r2"]);
    expect(await texts({ oldest: replies[0]?.ts })).toEqual(["parent", "r2"]);
    expect(await refusalOf(client.conversations.replies({ channel: "C1", ts: "1.000001" }))).toBe("thread_not_found");
  });

  it("tells about channels, lets the bot join, tells about people and takes reactions", async () => {
    slack.createChannel({ id: "C2", name: "new", isMember: false });
    expect((await client.conversations.info({ channel: "C2" })).channel).toMatchObject({
      is_member: false,
      name: "new",
    });
    await client.conversations.join({ channel: "C2" });
    expect(slack.channel("C2")?.isMember).toBe(true);
    expect((await client.users.info({ user: slack.people[0]?.id ?? "" })).user?.profile?.display_name).toBe("Ana");
    const { ts } = slack.say({ channel: "C1", text: "thanks" });
    await client.reactions.add({ channel: "C1", timestamp: ts, name: "white_check_mark" });
    expect(slack.message("C1", ts)?.reactions).toEqual([
      { name: "white_check_mark", users: [slack.bot.userId], count: 1 },
    ]);
    expect(await refusalOf(client.reactions.add({ channel: "C1", timestamp: ts, name: "white_check_mark" }))).toBe(
      "already_reacted",
    );
    expect((await client.chat.getPermalink({ channel: "C1", message_ts: ts })).permalink).toContain(ts);
  });
});
