import { describe, expect, it } from "vitest";
import {
  aChatbotEvent,
  aClaimedEvent,
  aConversationEvent,
  anAnsweredEvent,
  anEscalatedEvent,
  aReceivedEvent,
  aResolvedEvent,
} from "../../builders/events.ts";
import { aNotice, anAgent, anOpenEscalation, aResolvedEscalation, escalatedAt } from "../../builders/notices.ts";
import { aTeamsDesk, type TeamsDesk } from "./teams-desk.ts";

const chloe = anAgent({ name: "Chloé", surface: "slack" });

async function aThread() {
  const setting = await aTeamsDesk();
  const { ref, activityId } = await setting.postCard();
  const posted = { card: ref, message: null };
  /** What stands under the card. */
  const replies = () => setting.teams.thread(setting.channel.id, activityId).slice(1);
  return { ...setting, ref, activityId, posted, replies };
}

describe("a card", () => {
  it("begins a thread, in one call, with words for the notification", async () => {
    const setting = await aTeamsDesk();
    const { teams, channel, deliver } = setting;
    const outcome = await deliver();
    const [message] = teams.messages(channel.id);
    expect(outcome).toEqual({ kind: "delivered", posted: `${channel.id}/${message?.activityId}` });
    expect(message?.summary).toBe("🔔 Acme Shop · Waiting for a human: “Can I speak to someone about my order?”");
    expect(setting.calls("createConversation")).toHaveLength(1);
    expect(setting.calls("createConversation")[0]?.args.body).toMatchObject({
      isGroup: true,
      tenantId: teams.tenantId,
      channelData: { channel: { id: channel.id }, tenant: { id: teams.tenantId } },
    });
  });

  it("is edited in place, whoever changed what it shows", async () => {
    const { deliver, posted, ref, teams, channel } = await aThread();
    const notice = aNotice({ escalation: aResolvedEscalation({ resolvedBy: chloe }), seq: 9 });
    expect(await deliver({ event: aResolvedEvent(chloe), notice, posted })).toEqual({ kind: "delivered", posted: ref });
    const messages = teams.messages(channel.id);
    expect(messages).toMatchObject([{ edits: 1 }]);
    expect(JSON.stringify(messages[0]?.card)).toContain("Resolved by **Chloé** in Slack");
  });

  it("speaks for its own episode only, once there is a newer one", async () => {
    const { deliver, posted, teams, channel } = await aThread();
    const notice = aNotice({ escalation: anOpenEscalation({ episode: 2 }), seq: 12 });
    await deliver({ event: aResolvedEvent(chloe, { episode: 1 }), notice, posted });
    expect(JSON.stringify(teams.messages(channel.id)[0]?.card)).toContain("Earlier request (episode 1)");
  });

  it("takes the place of one that somebody deleted", async () => {
    const { deliver, posted, ref, calls } = await aThread();
    // Only a bot's own call can delete its message in the stand-in; to us it is just gone.
    const gone = `${ref.slice(0, ref.lastIndexOf("/"))}/1700000000000`;
    const outcome = await deliver({ posted: { ...posted, card: gone } });
    expect(outcome).toMatchObject({ kind: "delivered", posted: expect.not.stringContaining("1700000000000") });
    expect([calls("updateActivity").length, calls("createConversation").length]).toEqual([1, 2]);
  });

  it("is not made for one of many that were told by number", async () => {
    const setting = await aTeamsDesk();
    const notice = aNotice({ escalation: aResolvedEscalation({ digested: true }) });
    expect(await setting.deliver({ event: aResolvedEvent(), notice })).toMatchObject({ kind: "rejected" });
    expect(setting.teams.messages(setting.channel.id)).toEqual([]);
  });

  it("is edited, not posted again, when the delivery itself is known to be there", async () => {
    const { deliver, ref, teams, channel } = await aThread();
    expect(await deliver({ posted: { card: null, message: ref } })).toEqual({ kind: "delivered", posted: ref });
    expect(teams.messages(channel.id)).toMatchObject([{ edits: 1 }]);
  });

  it("goes to the tenant's other channel by itself", async () => {
    const { deliver, teams, destination } = await aTeamsDesk();
    const sales = teams.createChannel({ name: "Sales" });
    await deliver({ destination: { ...destination, address: sales.id } });
    expect(teams.messages(sales.id)).toHaveLength(1);
  });
});

describe("a line under the card", () => {
  it.each([
    [aClaimedEvent(chloe), "🙋 Chloé is on it (claimed in Slack)"],
    [aResolvedEvent(chloe), "✅ Chloé resolved this in Slack"],
    [aConversationEvent({ type: "conversation.reopened", by: chloe }), "🔁 Chloé reopened this in Slack"],
  ])("says who did it, and where: $type", async (event, text) => {
    const { deliver, posted, replies } = await aThread();
    const outcome = await deliver({ effect: "line", event, posted });
    expect(replies()).toMatchObject([{ text, textFormat: "plain", summary: text }]);
    expect(outcome).toMatchObject({
      kind: "delivered",
      posted: expect.stringContaining(`/${replies()[0]?.activityId}`),
    });
  });

  it("shows a hostile name as the text it is", async () => {
    const { deliver, posted, replies } = await aThread();
    const name = "[x](https://evil.example) **b** <at>Ana</at>\nsecond line";
    await deliver({ effect: "line", event: aClaimedEvent(anAgent({ name })), posted });
    expect(replies()).toMatchObject([{ textFormat: "plain", text: expect.stringContaining(name.replace("\n", " ")) }]);
    expect(JSON.stringify(replies()[0]?.activity)).not.toContain('"entities"');
  });
});

describe("a mirrored message", () => {
  it.each([
    [aReceivedEvent({ text: "Are you there?\nHello?" }), "💬 Visitor: Are you there?\nHello?"],
    [anAnsweredEvent({ text: "Yes." }), "🤖 Assistant: Yes."],
    [anAnsweredEvent({ text: "I am.", author: "agent", name: "Ben" }), "🙋 Ben: I am."],
  ])("stands in the thread as plain text", async (event, text) => {
    const { deliver, posted, replies } = await aThread();
    await deliver({ effect: "message", event, posted });
    expect(replies()).toMatchObject([{ text, textFormat: "plain", summary: text.replace("\n", " ") }]);
  });

  it("says when it may be there twice", async () => {
    const { deliver, posted, replies, teams } = await aThread();
    const message = { effect: "message" as const, event: aReceivedEvent(), posted };
    teams.misbehave({ how: "reset_after_accepting", methods: "sendToConversation", times: 1 });
    expect(await deliver(message)).toMatchObject({ kind: "ambiguous" });
    await deliver({ ...message, attempt: 2, uncertainSince: new Date(Date.now() - 11_000) });
    expect(replies().map(({ text }) => text)).toEqual([
      "💬 Visitor: Are you still there?",
      "💬 Visitor: Are you still there? (sent again: the first copy may be above)",
    ]);
  });

  it("is unsure when a proxy's page of HTML comes back", async () => {
    const { deliver, posted, replies, teams } = await aThread();
    teams.misbehave({ how: "html", methods: "sendToConversation" });
    expect(await deliver({ effect: "message", event: aReceivedEvent(), posted })).toMatchObject({ kind: "ambiguous" });
    expect(replies()).toEqual([]);
  });

  it("stays far below what Teams takes, and keeps whole characters", async () => {
    const { deliver, posted, replies } = await aThread();
    expect(
      await deliver({ effect: "message", event: aReceivedEvent({ text: "𝒳".repeat(25_000) }), posted }),
    ).toMatchObject({
      kind: "delivered",
    });
    expect(replies()[0]?.text.length).toBeLessThan(20_100);
    expect(replies()[0]?.text).toMatch(/𝒳…$/u);
    expect(replies()[0]?.summary?.length).toBeLessThanOrEqual(300);
  });

  it.each<[string, object]>([
    ["its card is gone", { status: 404, code: "ActivityNotFoundInConversation" }],
    ["Teams refuses it there", { status: 400, code: "BadSyntax" }],
  ])("is tried again when %s, then said in the channel, with the conversation's name", async (_what, refusal) => {
    const { deliver, posted, replies, teams, channel, desk, log } = await aThread();
    teams.misbehave({ how: "refuse", status: 404, methods: "sendToConversation", ...refusal });
    const message = { effect: "message" as const, event: aReceivedEvent({ text: "Hello?" }), posted };
    expect(await deliver(message)).toMatchObject({ kind: "retry" });
    expect(await deliver({ ...message, attempt: 2 })).toMatchObject({ kind: "delivered" });
    expect(replies()).toEqual([]);
    expect(teams.messages(channel.id).at(-1)?.text).toBe(`${desk.notice().reference} · 💬 Visitor: Hello?`);
    expect(log.lines.join()).toContain("it is said in the channel");
  });

  it("is given up, with a reason, when there never was a card", async () => {
    const { deliver } = await aTeamsDesk();
    expect(await deliver({ effect: "message", event: aReceivedEvent() })).toEqual({
      kind: "rejected",
      reason: "There is no card of this conversation in the channel to write this under.",
    });
  });

  it("is not sent again when it is known to be there", async () => {
    const { deliver, ref, replies } = await aThread();
    const message = `${ref}1`;
    const outcome = await deliver({ effect: "message", event: aReceivedEvent(), posted: { card: ref, message } });
    expect(outcome).toEqual({ kind: "delivered", posted: message });
    expect(replies()).toEqual([]);
  });
});

describe("what a whole chatbot has to say", () => {
  const digest = { type: "chatbot.escalations_digested", since: escalatedAt, until: escalatedAt } as const;

  it.each([
    [1, "🔔 1 more person asked for a human between "],
    [27, "🔔 27 more people asked for a human between "],
  ])("stands in the channel itself: %i more asked for a human", async (count, words) => {
    const setting = await aTeamsDesk();
    const event = aChatbotEvent({ ...digest, count });
    expect(await setting.deliver({ effect: "message", event, notice: null })).toMatchObject({ kind: "delivered" });
    expect(messagesOf(setting)).toEqual([expect.stringContaining(words)]);
    expect(messagesOf(setting)[0]).toContain(
      `https://desk.example/dashboard/chatbots/${event.chatbotId}/human-support`,
    );
  });

  it("stands in the channel itself: a destination broke", async () => {
    const setting = await aTeamsDesk();
    const event = aChatbotEvent({
      type: "chatbot.destination_paused",
      adapter: "slack",
      account: "workspace",
      address: "C1",
      scope: "address",
      label: "#support",
      reason: "The channel was archived.",
    });
    await setting.deliver({ effect: "message", event, notice: null });
    expect(messagesOf(setting)).toEqual([
      "⚠️ Deskbell no longer reaches Slack #support.\nThe channel was archived.\nNothing is lost: what waits there is delivered once it is mended.",
    ]);
  });

  it("is nothing that Teams has no words for", async () => {
    const { deliver } = await aTeamsDesk();
    const event = aConversationEvent({ type: "message.rated", ratedSeq: 2, rating: "up" });
    expect(await deliver({ effect: "message", event })).toMatchObject({ kind: "rejected" });
    expect(await deliver({ effect: "line", event: anEscalatedEvent() })).toMatchObject({ kind: "rejected" });
    expect(await deliver({ notice: null })).toMatchObject({ kind: "rejected" });
  });
});

function messagesOf({ teams, channel }: TeamsDesk): string[] {
  return teams.messages(channel.id).map(({ text }) => text);
}
