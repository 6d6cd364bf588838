import { describe, expect, it, vi } from "vitest";
import type { DeliveryId } from "../../../core/index.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { aNotice, anAgent, anOpenEscalation, aResolvedEscalation } from "../../builders/notices.ts";
import { recordingDesk } from "../recording-desk.ts";
import { postSigned } from "./signed-request.ts";
import { aSlackDesk } from "./slack-desk.ts";
import { readable, supportChannel } from "./slack-platform.ts";

const ben = "U0BEN00001";

describe("a press that comes first", () => {
  it("is acknowledged, acts, and whispers nothing", async () => {
    const { press, postCard, desk, told } = await aSlackDesk();
    const { ts } = await postCard();
    const outcome = await press("claim", ts);
    expect(outcome).toMatchObject({ status: 200, tookTooLong: false });
    expect(desk.acts).toMatchObject([{ verb: "claim", verdict: "done" }]);
    expect(told()).toEqual([]);
  });

  it("knows people by their display name, and apart by team and user", async () => {
    const { press, postCard, desk, slack } = await aSlackDesk();
    const { ts } = await postCard();
    await press("resolve", ts, { user: ben });
    expect(desk.acts[0]?.cause.by).toEqual({ name: "Ben", surface: "slack", externalId: `${slack.team.id}:${ben}` });
    expect(desk.acts[0]?.cause.id).toMatch(new RegExp(`^slack:${slack.team.id}:.+`));
  });

  it("does not wait for a name that Slack is slow to tell", async () => {
    const { press, postCard, desk, slack } = await aSlackDesk();
    const { ts } = await postCard();
    slack.misbehave({ how: "slow", ms: 2500, methods: "users.info" });
    const outcome = await press("resolve", ts, { user: ben });
    expect(outcome).toMatchObject({ status: 200, tookTooLong: false });
    expect(desk.acts[0]?.cause.by.name).toBe("ben");
  });

  it("reopens what was resolved", async () => {
    const desk = recordingDesk({ notice: aNotice({ escalation: aResolvedEscalation() }) });
    const { press, postCard } = await aSlackDesk({ desk });
    const { ts } = await postCard();
    await press("reopen", ts);
    expect(desk.acts).toMatchObject([{ verb: "reopen", verdict: "done" }]);
  });

  it("opens the transcript without a word to the desk", async () => {
    const { press, postCard, desk } = await aSlackDesk();
    const { ts } = await postCard();
    expect(await press("open", ts)).toMatchObject({ status: 200, tookTooLong: false });
    expect(desk.acts).toEqual([]);
  });
});

describe("a press in vain", () => {
  it("is told who was first, and the card shows how things stand", async () => {
    const { press, postCard, desk, slack, told } = await aSlackDesk();
    const { ts } = await postCard();
    await Promise.all([press("resolve", ts), press("resolve", ts, { user: ben })]);
    expect(desk.acts.map(({ verdict }) => verdict).sort()).toEqual(["already", "done"]);
    await vi.waitUntil(() => told().length > 0);
    const winner = desk.acts.find(({ verdict }) => verdict === "done")?.cause.by.name;
    expect(told()).toHaveLength(1);
    expect(told()[0]?.text).toMatch(new RegExp(`^Already resolved by ${winner} \\(Slack\\) at .*10:31 UTC`));
    await vi.waitUntil(() => readable(slack.messages(supportChannel)[0] ?? { text: "" }).includes("Resolved"));
  });

  it("is told who claimed it", async () => {
    const claimedBy = anAgent({ name: "Chloé", surface: "teams" });
    const { press, postCard, desk, told } = await aSlackDesk();
    const { ts } = await postCard();
    desk.becomes(aNotice({ escalation: anOpenEscalation({ claimedBy }), seq: 6 }));
    await press("claim", ts);
    await vi.waitUntil(() => told().length > 0);
    expect(told()[0]?.text).toBe("Already claimed by Chloé (Microsoft Teams).");
  });

  it("is not lectured about its own double click", async () => {
    const { press, postCard, desk, told, slack } = await aSlackDesk();
    const { ts } = await postCard();
    await Promise.all([press("resolve", ts), press("resolve", ts)]);
    expect(desk.acts.map(({ verdict }) => verdict).sort()).toEqual(["already", "done"]);
    await slack.settled();
    expect(told()).toEqual([]);
  });

  it("cannot close a later episode, and learns that there is one", async () => {
    const { press, postCard, desk, slack, told } = await aSlackDesk();
    const { ts } = await postCard();
    desk.becomes(aNotice({ escalation: anOpenEscalation({ episode: 2 }), seq: 20 }));
    await press("resolve", ts);
    await vi.waitUntil(() => told().length > 0);
    expect(desk.acts).toMatchObject([{ verdict: "stale", of: { episode: 1 } }]);
    expect(told()[0]?.text).toBe("This button belongs to an earlier request (episode 1); episode 2 is open.");
    await vi.waitUntil(() => readable(slack.messages(supportChannel)[0] ?? { text: "" }).includes("Earlier request"));
    expect(readable(slack.messages(supportChannel)[0] ?? { text: "" })).not.toContain("escalation.resolve");
  });

  it("does not draw a card back to an older state than it shows", async () => {
    const { press, postCard, desk, slack, deliver, told } = await aSlackDesk();
    const { ref, ts } = await postCard();
    const rendering = slack.message(supportChannel, ts);
    const newer = aNotice({ escalation: aResolvedEscalation(), seq: 30 });
    await deliver({ notice: newer, posted: { card: ref, message: null } });
    desk.becomes(aNotice({ escalation: anOpenEscalation({ claimedBy: anAgent() }), seq: 10 }));
    await press("claim", ts, { rendering });
    await vi.waitUntil(() => told().length > 0);
    expect(readable(slack.message(supportChannel, ts) ?? { text: "" })).toContain("Resolved");
  });
});

describe("a card that the desk does not know", () => {
  it("is adopted by a press when its delivery really went there", async () => {
    const { press, slack, desk, adapter } = await aSlackDesk();
    const delivery = aDelivery();
    desk.awaits(delivery.id, delivery.destination);
    slack.misbehave({ how: "reset_after_accepting", methods: "chat.postMessage" });
    await adapter.deliver(delivery, AbortSignal.timeout(15_000));
    const [posted] = slack.messages(supportChannel);
    await press("claim", posted?.ts ?? "");
    expect(desk.acts).toMatchObject([{ verb: "claim", verdict: "done" }]);
  });

  it("changes nothing, and says so", async () => {
    const { press, deliver, desk, slack, told } = await aSlackDesk();
    await deliver({ id: "not-ours" as DeliveryId });
    const [posted] = slack.messages(supportChannel);
    expect(await press("resolve", posted?.ts ?? "")).toMatchObject({ status: 200 });
    await vi.waitUntil(() => told().length > 0);
    expect(told()[0]?.text).toContain("I do not know this card");
    expect(desk.acts).toEqual([]);
  });

  it("cannot be made to act on another conversation by a button that names one", async () => {
    const { press, postCard, desk, slack } = await aSlackDesk();
    const { ts } = await postCard();
    const rendering = slack.message(supportChannel, ts);
    if (!rendering) throw new Error("no card");
    const foreign = JSON.stringify(rendering).replaceAll(desk.notice().conversationId, "somebody-elses");
    await press("resolve", ts, { rendering: JSON.parse(foreign) });
    expect(desk.acts).toEqual([]);
  });

  it.each(["", "{", "null", '{"b":1}', '{"b":"x","c":"y","e":0}'])(
    "survives a button with the value %j",
    async (value) => {
      const { postCard, desk, slack } = await aSlackDesk();
      const { ts } = await postCard();
      const rendering = slack.message(supportChannel, ts);
      const blocks = [{ type: "actions", elements: [{ type: "button", action_id: "escalation.resolve", value }] }];
      if (!rendering) throw new Error("no card");
      const press = {
        channel: supportChannel,
        ts,
        actionId: "escalation.resolve",
        rendering: { ...rendering, blocks },
      };
      expect(await slack.click(press)).toMatchObject({ status: 200 });
      expect(desk.acts).toEqual([]);
    },
  );
});

describe("when the desk cannot act", () => {
  it("does not acknowledge, and tells whoever pressed that nothing changed", async () => {
    const { press, postCard, desk, told } = await aSlackDesk();
    const { ts } = await postCard();
    desk.breaks(new Error("database away"));
    expect(await press("resolve", ts)).toMatchObject({ status: 503 });
    desk.breaks(null);
    expect(await press("resolve", ts)).toMatchObject({ status: 200 });
    expect(desk.acts).toMatchObject([{ verdict: "done" }]);
    expect(told().map(({ text }) => text)).toEqual([expect.stringContaining("nothing was changed")]);
  });
});

describe("people of another company in a shared channel", () => {
  it("see the card, but cannot act on it", async () => {
    const { postCard, desk, slack, eventsUrl } = await aSlackDesk();
    const { ts } = await postCard();
    await slack.click({ channel: supportChannel, ts, actionId: "escalation.claim" });
    const recorded = slack.deliveries.at(-1)?.callback.payload ?? {};
    expect(desk.acts).toHaveLength(1);
    const outsider = { ...recorded, user: { id: "U0OUT", name: "eve", team_id: "T0ELSEWHERE" }, trigger_id: "other" };
    const body = new URLSearchParams({ payload: JSON.stringify(outsider) }).toString();
    const answer = await postSigned(eventsUrl, slack.signingSecret, body, "application/x-www-form-urlencoded");
    expect(answer.status).toBe(200);
    expect(desk.acts).toHaveLength(1);
  });
});
