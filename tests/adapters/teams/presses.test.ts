import { describe, expect, it } from "vitest";
import type { DeliveryId } from "../../../core/index.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { aNotice, anAgent, anOpenEscalation, aResolvedEscalation } from "../../builders/notices.ts";
import type { PressOutcome } from "../../stand-ins/teams/people-act.ts";
import { recordingDesk } from "../recording-desk.ts";
import { aTeamsDesk, type TeamsDesk } from "./teams-desk.ts";

const cardType = "application/vnd.microsoft.card.adaptive";
const sentenceType = "application/vnd.microsoft.activity.message";

/** The card that whoever pressed is shown. */
function shown({ status, answer }: PressOutcome): string {
  expect({ status, statusCode: answer?.statusCode, type: answer?.type }).toEqual({
    status: 200,
    statusCode: 200,
    type: cardType,
  });
  return JSON.stringify(answer?.value);
}

/** The sentence that whoever pressed is told in the card's place. */
function told({ status, answer }: PressOutcome): string {
  expect({ status, statusCode: answer?.statusCode, type: answer?.type }).toEqual({
    status: 200,
    statusCode: 200,
    type: sentenceType,
  });
  return String(answer?.value);
}

function benOf({ teams }: TeamsDesk) {
  const ben = teams.people[1];
  if (!ben) throw new Error("The stand-in has one person only.");
  return ben;
}

describe("a press that comes first", () => {
  it.each([
    ["claim", "Ana Duarte is on it", ["Resolve", "Open transcript"]],
    ["resolve", "Resolved by **Ana Duarte** in Microsoft Teams", ["Reopen", "Open transcript"]],
  ] as const)("acts and is answered with the card as it is now: %s", async (verb, says, buttons) => {
    const { press, postCard, desk } = await aTeamsDesk();
    const { activityId } = await postCard();
    const outcome = await press(verb, activityId);
    expect(shown(outcome)).toContain(says);
    expect(shown(outcome)).not.toContain("👉");
    expect(titlesIn(outcome)).toEqual(buttons);
    expect(outcome.tookTooLong).toBe(false);
    expect(desk.acts).toMatchObject([{ verb, verdict: "done" }]);
  });

  it("reopens what was resolved", async () => {
    const desk = recordingDesk({ notice: aNotice({ escalation: aResolvedEscalation() }) });
    const { press, postCard } = await aTeamsDesk({ desk });
    const { activityId } = await postCard();
    expect(shown(await press("reopen", activityId))).toContain("Waiting for a human");
    expect(desk.acts).toMatchObject([{ verb: "reopen", verdict: "done" }]);
  });

  it("knows people by name, and apart by tenant and directory object", async () => {
    const setting = await aTeamsDesk();
    const { activityId } = await setting.postCard();
    const { id, aadObjectId } = benOf(setting);
    await setting.press("resolve", activityId, { user: id });
    const [act] = setting.desk.acts;
    expect(act?.cause.by).toEqual({
      name: "Ben Okafor",
      surface: "teams",
      externalId: `${setting.teams.tenantId}:${aadObjectId}`,
    });
    expect(act?.cause.id).toMatch(/^teams:.+:f:.+/);
  });

  it("knows a guest without a directory object by their Teams id", async () => {
    const { press, postCard, desk, teams } = await aTeamsDesk();
    const { activityId } = await postCard();
    await press("claim", activityId, { activity: { from: { aadObjectId: null, name: " " } } });
    expect(desk.acts[0]?.cause.by).toEqual({
      name: "Somebody",
      surface: "teams",
      externalId: `${teams.tenantId}:${teams.people[0]?.id}`,
    });
  });

  it("makes no call to Teams, which would keep the person waiting", async () => {
    const { press, postCard, teams } = await aTeamsDesk();
    const { activityId } = await postCard();
    const before = teams.calls.filter(({ method }) => method !== "openIdConfiguration" && method !== "openIdKeys");
    await press("claim", activityId);
    const after = teams.calls.filter(({ method }) => method !== "openIdConfiguration" && method !== "openIdKeys");
    expect(after).toHaveLength(before.length);
  });
});

describe("an old client, which knows Action.Submit only", () => {
  it("acts by the same buttons", async () => {
    const { press, postCard, desk, said } = await aTeamsDesk();
    const { activityId } = await postCard();
    expect(await press("claim", activityId, { submit: true })).toMatchObject({ status: 200, body: "" });
    expect(await press("resolve", activityId, { submit: true })).toMatchObject({ status: 200, body: "" });
    expect(desk.acts).toMatchObject([
      { verb: "claim", verdict: "done" },
      { verb: "resolve", verdict: "done" },
    ]);
    expect(said()).toEqual([]);
  });

  it("reopens by the same button", async () => {
    const desk = recordingDesk({ notice: aNotice({ escalation: aResolvedEscalation() }) });
    const { press, postCard } = await aTeamsDesk({ desk });
    const { activityId } = await postCard();
    await press("reopen", activityId, { submit: true });
    expect(desk.acts).toMatchObject([{ verb: "reopen", verdict: "done" }]);
  });

  it("is told in the thread when it pressed in vain", async () => {
    const { press, postCard, desk, teams, channel } = await aTeamsDesk();
    const { activityId } = await postCard();
    desk.becomes(
      aNotice({ escalation: anOpenEscalation({ claimedBy: anAgent({ name: "Chloé", surface: "slack" }) }) }),
    );
    await press("claim", activityId, { submit: true });
    await teams.until(() => teams.thread(channel.id, activityId).length > 1);
    expect(teams.thread(channel.id, activityId)[1]?.text).toBe("Already claimed by Chloé (Slack).");
  });

  it("is told a time that can be read outside of a card", async () => {
    const { press, postCard, desk, teams, channel } = await aTeamsDesk();
    const { activityId } = await postCard();
    desk.becomes(aNotice({ escalation: aResolvedEscalation() }));
    await press("resolve", activityId, { submit: true });
    await teams.until(() => teams.thread(channel.id, activityId).length > 1);
    expect(teams.thread(channel.id, activityId)[1]?.text).toMatch(
      /^Already resolved by Ben \(Slack\) at \d\d:\d\d UTC\.$/,
    );
  });

  it("is told in the thread when it did not work", async () => {
    const { press, postCard, desk, teams, channel } = await aTeamsDesk();
    const { activityId } = await postCard();
    desk.breaks(new Error("database away"));
    await press("claim", activityId, { submit: true });
    await teams.until(() => teams.thread(channel.id, activityId).length > 1);
    expect(teams.thread(channel.id, activityId)[1]?.text).toContain("did not work just now");
  });
});

describe("a press in vain", () => {
  it("is shown the card as it is, like the one that was first, when two press at once", async () => {
    const setting = await aTeamsDesk();
    const { teams, channel, desk, postCard } = setting;
    const { activityId } = await postCard();
    const people = teams.people.slice(0, 2).map(({ id }) => id);
    const outcomes = await teams.pressAtOnce({ channel: channel.id, activityId, verb: "resolve" }, people);
    expect(desk.acts.map(({ verdict }) => verdict).sort()).toEqual(["already", "done"]);
    const winner = desk.acts.find(({ verdict }) => verdict === "done")?.cause.by.name;
    for (const outcome of outcomes) {
      expect(shown(outcome)).toContain(`Resolved by **${winner}** in Microsoft Teams`);
      expect(titlesIn(outcome)).toEqual(["Reopen", "Open transcript"]);
    }
    const inVain = outcomes.filter((outcome) => shown(outcome).includes("👉"));
    expect(inVain).toHaveLength(1);
    expect(inVain.map(shown).join()).toContain(`👉 Already resolved by ${winner} (Microsoft Teams) at `);
  });

  it("is told who claimed it", async () => {
    const { press, postCard, desk } = await aTeamsDesk();
    const { activityId } = await postCard();
    const claimedBy = anAgent({ name: "Chloé *M*", surface: "slack" });
    desk.becomes(aNotice({ escalation: anOpenEscalation({ claimedBy }) }));
    expect(textsIn(await press("claim", activityId))).toContain("👉 Already claimed by Chloé \\*M\\* (Slack).");
  });

  it("is not lectured about its own double click", async () => {
    const { press, postCard, desk } = await aTeamsDesk();
    const { activityId } = await postCard();
    const outcomes = await Promise.all([press("resolve", activityId), press("resolve", activityId)]);
    expect(desk.acts.map(({ verdict }) => verdict).sort()).toEqual(["already", "done"]);
    for (const outcome of outcomes) expect(shown(outcome)).not.toContain("👉");
  });

  it("acts once when Teams sends the same activity twice", async () => {
    const { press, postCard, desk } = await aTeamsDesk();
    const { activityId } = await postCard();
    await press("claim", activityId, { duplicate: true });
    expect(desk.acts.map(({ verdict }) => verdict).sort()).toEqual(["already", "done"]);
    expect(new Set(desk.acts.map(({ cause }) => cause.id)).size).toBe(1);
  });

  it("cannot close a later episode: the old card tells the truth and offers nothing more to press", async () => {
    const { press, postCard, desk } = await aTeamsDesk();
    const { activityId } = await postCard();
    desk.becomes(aNotice({ escalation: anOpenEscalation({ episode: 2 }), seq: 20 }));
    const outcome = await press("resolve", activityId);
    expect(desk.acts).toMatchObject([{ verdict: "stale", of: { episode: 1 } }]);
    expect(desk.notice().escalation.status).toBe("open");
    expect(shown(outcome)).toContain("Earlier request (episode 1)");
    expect(textsIn(outcome)).toContain("👉 This button belongs to an earlier request (episode 1); episode 2 is open.");
    expect(titlesIn(outcome)).toEqual(["Open transcript"]);
  });

  it("keeps the card's own delivery in the buttons of the card that it is answered with", async () => {
    const { press, postCard } = await aTeamsDesk();
    const id = aDelivery().id;
    const { activityId } = await postCard({ id });
    expect(shown(await press("claim", activityId))).toContain(`"d":"${id}"`);
  });
});

describe("a card that the desk does not know", () => {
  it.each(["reset_after_accepting", "cut_after_accepting", "server_error_after_accepting"] as const)(
    "is adopted by a press when its delivery really went there (%s)",
    async (how) => {
      const { press, teams, channel, desk, deliver, destination } = await aTeamsDesk();
      const { id } = aDelivery();
      desk.awaits(id, destination);
      teams.misbehave({ how, methods: "createConversation", times: 1 });
      expect(await deliver({ id })).toMatchObject({ kind: "ambiguous" });
      const [posted] = teams.messages(channel.id);
      expect(shown(await press("claim", posted?.activityId ?? ""))).toContain("is on it");
      expect(desk.confirmed).toEqual([{ delivery: id, posted: `${channel.id}/${posted?.activityId}`, accepted: true }]);
      expect(desk.acts).toMatchObject([{ verb: "claim", verdict: "done" }]);
    },
  );

  it("changes nothing, and says so", async () => {
    const { press, deliver, desk, teams, channel } = await aTeamsDesk();
    await deliver({ id: "not-ours" as DeliveryId });
    const [posted] = teams.messages(channel.id);
    expect(told(await press("resolve", posted?.activityId ?? ""))).toContain("I do not know this card");
    expect(desk.acts).toEqual([]);
  });

  it("is not adopted in another channel than its delivery went to", async () => {
    const { press, deliver, desk, teams, destination } = await aTeamsDesk();
    const { id } = aDelivery();
    desk.awaits(id, destination);
    const other = teams.createChannel({ name: "Elsewhere" });
    await deliver({ id, destination: { ...destination, address: other.id } });
    const [posted] = teams.messages(other.id);
    const outcome = await press("resolve", posted?.activityId ?? "", { channel: other.id });
    expect(told(outcome)).toContain("I do not know this card");
    expect(desk.confirmed).toMatchObject([{ accepted: false }]);
    expect(desk.acts).toEqual([]);
  });
});

describe("a button that was forged", () => {
  it("cannot act on another conversation", async () => {
    await refusesForged((card, { desk }) => card.replaceAll(desk.notice().conversationId, "somebody-elses"));
  });

  it("cannot act on another chatbot's conversation", async () => {
    await refusesForged((card, { desk }) => card.replaceAll(`"b":"${desk.notice().chatbot.id}"`, '"b":"another"'));
  });

  it("cannot act on another episode", async () => {
    await refusesForged((card) => card.replaceAll('"e":1', '"e":2'));
  });

  it("cannot act with another card's delivery on a card that is not ours", async () => {
    const { press, deliver, desk, teams, channel, destination } = await aTeamsDesk();
    const awaited = aDelivery().id;
    desk.awaits(awaited, destination);
    await deliver({ id: "not-ours" as DeliveryId });
    const [posted] = teams.messages(channel.id);
    const rendering = JSON.parse(
      JSON.stringify(posted?.card).replaceAll("not-ours", awaited).replaceAll(desk.notice().conversationId, "another"),
    );
    expect(told(await press("resolve", posted?.activityId ?? "", { rendering }))).toContain("I do not know this card");
    expect(desk.acts).toEqual([]);
  });

  it.each(["delete", "constructor", "__proto__", "Claim", "find", ""])("knows no verb %j", async (verb) => {
    await refusesForged((card) => card.replaceAll('"verb":"resolve"', `"verb":${JSON.stringify(verb)}`), verb);
  });

  it.each<unknown>([
    null,
    7,
    { action: null },
    { action: "resolve" },
    { action: { data: null } },
    { action: { data: [] } },
    { action: { data: { b: null } } },
    { action: { data: { c: 7 } } },
    { action: { data: { e: 0 } } },
    { action: { data: { e: "1" } } },
    { action: { verb: {}, data: { verb: 7 } } },
  ])("survives the value %j", async (value) => {
    const { press, postCard, desk } = await aTeamsDesk();
    const { activityId } = await postCard();
    expect(told(await press("resolve", activityId, { activity: { value } }))).toContain("I do not know this card");
    expect(desk.acts).toEqual([]);
  });

  it("cannot be pressed where there is no card, no channel or no team", async () => {
    const { press, postCard, desk } = await aTeamsDesk();
    const { activityId } = await postCard();
    for (const activity of [
      { replyToId: null },
      { channelData: { team: null } },
      { channelData: { team: null, channel: null } },
    ])
      expect(told(await press("resolve", activityId, { activity }))).toContain("I do not know this card");
    const elsewhere = { channelData: { channel: { id: "19:elsewhere@thread.tacv2" } } };
    expect(await press("resolve", activityId, { activity: elsewhere })).toMatchObject({ status: 401 });
    expect(desk.acts).toEqual([]);
  });

  async function refusesForged(bend: (card: string, setting: TeamsDesk) => string, verb = "resolve"): Promise<void> {
    const setting = await aTeamsDesk();
    const { activityId } = await setting.postCard();
    const card = JSON.stringify(setting.teams.message(setting.channel.id, activityId)?.card);
    const rendering = JSON.parse(bend(card, setting));
    expect(rendering).not.toEqual(JSON.parse(card));
    const outcome = await setting.press(verb, activityId, { rendering });
    expect(told(outcome)).toContain("I do not know this card");
    expect(setting.desk.acts).toEqual([]);
  }
});

describe("when the desk cannot act", () => {
  it("tells whoever pressed that nothing changed, and takes the next press", async () => {
    const { press, postCard, desk, log } = await aTeamsDesk();
    const { activityId } = await postCard();
    desk.breaks(new Error("database away"));
    const outcome = await press("resolve", activityId);
    expect(told(outcome)).toBe("That did not work just now, and nothing was changed. Press again in a moment.");
    expect(log.lines).toContainEqual(
      expect.stringMatching(/^error Teams: a press could not be taken in .*database away/),
    );
    desk.breaks(null);
    expect(shown(await press("resolve", activityId))).toContain("Resolved by");
    expect(desk.acts).toMatchObject([{ verdict: "done" }]);
  });
});

type Card = { actions?: { title: string }[] };

function titlesIn({ answer }: PressOutcome): string[] {
  return (Object(answer?.value) as Card).actions?.map(({ title }) => title) ?? [];
}

/** Every text of a card. */
function textsIn({ answer }: PressOutcome): string[] {
  const texts: string[] = [];
  JSON.stringify(answer?.value, (name, value) => {
    if (name === "text") texts.push(value);
    return value;
  });
  return texts;
}
