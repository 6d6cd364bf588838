import { describe, expect, it } from "vitest";
import type { ChatbotId } from "../../../core/index.ts";
import { aChatbot } from "../../builders/chatbots.ts";
import { recordingDesk } from "../recording-desk.ts";
import { postSigned } from "./signed-activity.ts";
import { aTeamsDesk } from "./teams-desk.ts";

const twoChatbots = () =>
  recordingDesk({ chatbots: [aChatbot(), aChatbot({ id: "bot-2" as ChatbotId, name: 'R&D <"Docs">' })] });

async function aChannel(setting: Parameters<typeof aTeamsDesk>[0] = {}) {
  const surroundings = await aTeamsDesk(setting);
  const { teams, channel } = surroundings;

  /** What Deskbell answers to it, in its thread. */
  async function type(text: string, how: Partial<Parameters<typeof teams.say>[0]> = {}): Promise<string> {
    const { message, outcome } = await teams.say({ channel: channel.id, text: `@Deskbell ${text}`, ...how });
    expect(outcome).toMatchObject({ status: 200, body: "", tookTooLong: false });
    const place = how.personal ? (teams.chats()[0]?.id ?? "") : (how.channel ?? channel.id);
    const answers = () =>
      how.personal
        ? teams.everything(place).filter(({ from }) => from.id === teams.bot.id)
        : teams.thread(place, message.root).filter(({ activityId }) => activityId !== message.activityId);
    await teams.until(() => answers().length > 0);
    expect(answers()).toMatchObject([{ from: teams.bot, textFormat: "plain" }]);
    return answers()[0]?.text ?? "";
  }
  return { ...surroundings, type };
}

describe("@Deskbell connect", () => {
  it("connects the channel it is written in to the first chatbot, by the name that people call it", async () => {
    const { type, desk, destination, teams } = await aChannel();
    expect(await type("connect")).toBe("Done: when a visitor of “Acme Shop” asks for a human, this channel is told.");
    expect(desk.connected.map(({ connection }) => connection)).toEqual([
      { adapter: "teams", ...destination, label: "Acme › Support", relayMode: "two_way" },
    ]);
    expect(destination.account).toBe(teams.tenantId);
  });

  it("is told by the name General of the channel to which Teams gives none", async () => {
    const { type, desk, team } = await aChannel();
    await type("connect", { channel: team.id });
    expect(desk.connected[0]?.connection).toMatchObject({ address: team.id, label: "Acme › General" });
  });

  it.each(["hang", "server_error"] as const)(
    "connects all the same when Teams does not say the channel's name (%s)",
    async (how) => {
      const { type, desk, teams } = await aChannel();
      teams.misbehave({ how, methods: ["getTeam", "listChannels"] });
      expect(await type("connect")).toContain("Done");
      expect(desk.connected[0]?.connection.label).toBe("a channel in Microsoft Teams");
    },
  );

  it("says so when it was connected before", async () => {
    const { type } = await aChannel();
    await type("connect");
    expect(await type("CONNECT ")).toBe("This channel is already connected to “Acme Shop”.");
  });

  it.each(['connect R&D <"Docs">', 'connect "R&D <"Docs">"', 'connect “R&D <"Docs">”'])(
    "connects the chatbot that is named, quotes and odd letters or not: %s",
    async (text) => {
      const { type, desk } = await aChannel({ desk: twoChatbots() });
      expect(await type(text)).toContain('“R&D <"Docs">”');
      expect(desk.connected.map(({ chatbot }) => chatbot.id)).toEqual(["bot-2"]);
    },
  );

  it("lists the chatbots when it does not know the name", async () => {
    const { type, desk } = await aChannel({ desk: twoChatbots() });
    expect(await type("connect Nobody & <b>")).toBe(
      'There is no chatbot “Nobody & <b>”. There is “Acme Shop”, “R&D <"Docs">”.',
    );
    expect(desk.connected).toEqual([]);
  });

  it.each([
    [1, "1 visitor was already waiting: the card follows."],
    [3, "3 visitors were already waiting: their cards follow."],
  ])("says that %i are waiting", async (waiting, words) => {
    const { type } = await aChannel({ desk: recordingDesk({ waiting }) });
    expect(await type("connect")).toContain(words);
  });

  it("says that what was held back is posted now", async () => {
    const { type, desk, destination } = await aChannel();
    await type("connect");
    await desk.pause("teams", destination, "It was archived.");
    expect(await type("connect")).toContain("What was held back is posted now.");
  });

  it("works in channels of a team only", async () => {
    const { type, desk } = await aChannel();
    expect(await type("connect", { personal: true })).toBe(
      "I can only be connected to a channel of a team: write this in one.",
    );
    expect(desk.connected).toEqual([]);
  });

  it("acts once when Teams sends the same message twice", async () => {
    const { desk, teams, channel } = await aChannel();
    const connect = desk.connect;
    const causes: string[] = [];
    desk.connect = async (wanted, cause) => {
      causes.push(cause.id);
      return connect(wanted, cause);
    };
    await teams.say({ channel: channel.id, text: "connect", mention: true, duplicate: true });
    expect(desk.connected).toHaveLength(1);
    expect(causes).toHaveLength(2);
    expect(new Set(causes).size).toBe(1);
  });

  it("acts although its answer cannot be said", async () => {
    const { desk, teams, channel, log, said } = await aChannel();
    teams.misbehave({ how: "refuse", status: 403, code: "BotNotInConversationRoster", methods: "sendToConversation" });
    const { outcome } = await teams.say({ channel: channel.id, text: "connect", mention: true });
    expect(outcome).toMatchObject({ status: 200 });
    expect(desk.connected).toHaveLength(1);
    await expect.poll(() => log.lines.join()).toContain("could not answer somebody");
    expect(said()).toEqual([]);
  });

  it("comes again when the desk could not be asked", async () => {
    const { desk, teams, channel, log } = await aChannel();
    desk.breaks(new Error("database away"));
    const saying = teams.say({ channel: channel.id, text: "connect", mention: true });
    await expect.poll(() => log.lines.join()).toContain("database away");
    desk.breaks(null);
    expect((await saying).outcome).toMatchObject({ status: 200 });
    expect(desk.connected).toHaveLength(1);
  });
});

describe("@Deskbell disconnect", () => {
  it("disconnects the one chatbot of the channel", async () => {
    const { type, desk } = await aChannel({ desk: twoChatbots() });
    await type('connect R&D <"Docs">');
    expect(await type("disconnect")).toBe(
      'Done: this channel is no longer told about “R&D <"Docs">”. What is open stays open.',
    );
    expect(desk.connected).toEqual([]);
  });

  it("asks which when there are several", async () => {
    const { type, desk } = await aChannel({ desk: twoChatbots() });
    await type("connect");
    await type('connect R&D <"Docs">');
    expect(await type("disconnect")).toBe('Which one? This channel is connected to “Acme Shop”, “R&D <"Docs">”.');
    expect(await type("disconnect Acme Shop")).toContain("“Acme Shop”");
    expect(desk.connected.map(({ chatbot }) => chatbot.id)).toEqual(["bot-2"]);
  });

  it("says so when there is nothing to disconnect", async () => {
    const { type } = await aChannel();
    expect(await type("disconnect")).toBe("This channel is not connected to any chatbot.");
  });
});

describe("@Deskbell", () => {
  it("tells what the channel hears about", async () => {
    const { type, desk, destination } = await aChannel();
    expect(await type("status")).toBe("This channel is not connected yet. Write @Deskbell connect.");
    await type("connect");
    expect(await type("status")).toBe("This channel is told when a visitor of “Acme Shop” asks for a human.");
    desk.loses("Teams refused it: 413");
    expect(await type("status")).toContain("⚠️ But the last escalation could not be shown here: Teams refused it: 413");
    await desk.pause("teams", destination, "The team is archived.");
    expect(await type("status")).toContain("⚠️ But nothing is posted here just now: The team is archived.");
  });

  it.each(["", "help", "  HELP  "])("explains itself (%j)", async (text) => {
    const { type } = await aChannel();
    const help = await type(text);
    for (const verb of ["connect", "disconnect", "status", "help"]) expect(help).toContain(`@Deskbell ${verb} – `);
  });

  it("explains itself in a chat with one person, mentioned or not", async () => {
    const { type } = await aChannel();
    expect(await type("help", { personal: true, text: "help" })).toContain("What I can do here");
  });

  it.each(["connect", "disconnect", "status"])("answers %s once, however often Teams sends it", async (verb) => {
    const setting = await aChannel();
    const { type, said, teams } = setting;
    await type("connect");
    await type(verb);
    const before = said();
    for (const _again of [1, 2]) {
      const answer = await postSigned(setting, JSON.stringify(teams.deliveries.at(-1)?.callback.activity));
      expect(answer.status).toBe(200);
    }
    await teams.settled();
    expect(said()).toEqual(before);
  });

  it("says what it does not know, and explains itself", async () => {
    const { type } = await aChannel();
    expect(await type("dance <b>with</b> me")).toMatch(/^I do not know “dance”\.\nWhat I can do/);
    expect(await type("x".repeat(5000))).toMatch(/^I do not know “x{79}…”\./);
  });

  it("hears what is said in the thread of a card, and answers there", async () => {
    const { type, desk, postCard, teams, channel } = await aChannel();
    const { activityId } = await postCard();
    await teams.say({ channel: channel.id, thread: activityId, text: "@Deskbell connect" });
    await teams.until(() => teams.thread(channel.id, activityId).length === 3);
    expect(teams.thread(channel.id, activityId)[2]?.text).toContain("Done");
    expect(desk.connected[0]?.connection.address).toBe(channel.id);
    expect(await type("status")).toContain("“Acme Shop”");
  });

  it("says that a reply under a card does not reach the visitor yet, instead of taking it for a command", async () => {
    const { postCard, teams, channel } = await aChannel();
    const { activityId } = await postCard();
    await teams.say({ channel: channel.id, thread: activityId, text: "@Deskbell Hello, how can we help?" });
    await teams.until(() => teams.thread(channel.id, activityId).length === 3);
    const answer = teams.thread(channel.id, activityId)[2]?.text;
    expect(answer).toContain("replies in Teams do not reach the visitor yet");
    expect(answer).not.toContain("I do not know");
  });

  it.each([{ how: "rate_limited", retryAfter: 1 } as const, { how: "server_error", status: 503 } as const])(
    "answers all the same when the first try fails ($how)",
    async (rule) => {
      const { teams, channel, said } = await aTeamsDesk();
      teams.misbehave({ ...rule, methods: "sendToConversation", times: 1 });
      await teams.say({ channel: channel.id, text: "status", mention: true });
      await teams.until(() => said().length > 0);
      expect(said()[0]).toContain("not connected yet");
    },
  );

  it("does not take another's name for a chatbot's", async () => {
    const { type, desk } = await aChannel();
    expect(await type("connect @Ana Duarte")).toContain("Done");
    expect(desk.connected).toHaveLength(1);
  });
});

describe("what was not said to us", () => {
  it.each(["connect", "@Ana Duarte connect", "Deskbell connect", "we use @Ben Okafor's desk"])(
    "is ignored, even when every message of the team comes in: %s",
    async (text) => {
      const { teams, channel, desk, said } = await aTeamsDesk({ teams: { hearsEverything: true } });
      const { outcome } = await teams.say({ channel: channel.id, text });
      expect(outcome).toMatchObject({ status: 200, body: "" });
      await teams.settled();
      expect([desk.connected, said()]).toEqual([[], []]);
    },
  );

  it("is not answered because the words look like a mention", async () => {
    const { teams, channel, desk, said } = await aTeamsDesk({ teams: { hearsEverything: true } });
    await teams.say({ channel: channel.id, text: "<at>Deskbell</at> connect" });
    expect([desk.connected, said()]).toEqual([[], []]);
  });
});
