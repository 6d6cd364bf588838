import { describe, expect, it, onTestFinished } from "vitest";
import { installTeamsAt } from "../../../adapters/teams/index.ts";
import { firstChatbotId } from "../../../core/main.ts";
import { aResolvedEvent } from "../../builders/events.ts";
import { aNotice, anAgent, aResolvedEscalation } from "../../builders/notices.ts";
import { cloudOf } from "../../stand-ins/teams/cloud-of.ts";
import { startStandInTeams } from "../../stand-ins/teams/stand-in-teams.ts";
import { homes } from "../../support/database.ts";
import { eventually, openDeskbell } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";
import { aTeamsDesk } from "./teams-desk.ts";
import { envOf, readable, teamWithSupport } from "./teams-platform.ts";

type Rule = Parameters<Awaited<ReturnType<typeof aTeamsDesk>>["teams"]["misbehave"]>[0];

describe("a card that turns out to be a copy", () => {
  /** Two cards of one episode, both known by now. */
  async function twoCards() {
    const setting = await aTeamsDesk();
    const copy = await setting.postCard();
    const card = await setting.postCard();
    const posted = { card: card.ref, message: copy.ref };
    const shown = ({ activityId }: typeof card) =>
      readable(setting.teams.message(setting.channel.id, activityId) ?? { text: "nothing" });
    const redraw = (more: Parameters<typeof setting.deliver>[0] = {}) =>
      setting.deliver({ effect: "copy", posted, notice: setting.desk.notice(), ...more });
    return { ...setting, copy, card, shown, redraw };
  }

  it("says which card goes on, and what it was about, and has no buttons", async () => {
    const { copy, card, shown, redraw, teams, channel } = await twoCards();
    expect(await redraw()).toMatchObject({ kind: "delivered" });
    expect(shown(copy)).toContain("the other card in this channel goes on");
    expect(shown(copy)).toContain("Can I speak to someone about my order?");
    expect(shown(copy)).not.toMatch(/Action\.(Execute|Submit)/);
    expect(shown(card)).toContain("Waiting for a human");
    expect(teams.messages(channel.id)).toHaveLength(2);
  });

  it("says nothing that a later change could make untrue", async () => {
    const { copy, shown, redraw } = await twoCards();
    await redraw();
    const before = shown(copy);
    const escalation = aResolvedEscalation({ claimedBy: anAgent({ name: "Chloé" }) });
    await redraw({ event: aResolvedEvent(), notice: aNotice({ escalation, seq: 30, messageCount: 77 }) });
    expect(shown(copy)).toBe(before);
  });

  it("is redrawn, not posted, also when it is unknown whether it was before", async () => {
    const { copy, shown, redraw, teams, channel } = await twoCards();
    expect(await redraw({ attempt: 2, uncertainSince: new Date() })).toMatchObject({ kind: "delivered" });
    expect(shown(copy)).toContain("Second copy");
    expect(teams.messages(channel.id)).toHaveLength(2);
  });

  it("is as good as told when somebody deleted it", async () => {
    const { redraw, calls, teams, channel } = await twoCards();
    teams.misbehave({ how: "refuse", status: 404, code: "ActivityNotFoundInConversation", methods: "updateActivity" });
    expect(await redraw()).toEqual({ kind: "delivered" });
    expect(calls("updateActivity")).toHaveLength(1);
    expect(teams.messages(channel.id)).toHaveLength(2);
  });

  it.each<[string, Rule]>([
    ["500", { how: "server_error", status: 500 }],
    ["a lost answer", { how: "reset_after_accepting" }],
    ["429", { how: "rate_limited", retryAfter: 2 }],
  ])("is tried again after %s", async (_what, rule) => {
    const { redraw, teams } = await twoCards();
    teams.misbehave({ methods: "updateActivity", ...rule });
    expect(await redraw()).toMatchObject({ kind: "retry" });
  });

  it("is drawn as the card, where it became that meanwhile", async () => {
    const { card, shown, redraw } = await twoCards();
    expect(await redraw({ posted: { card: card.ref, message: card.ref } })).toMatchObject({ kind: "delivered" });
    expect(shown(card)).toContain("Waiting for a human");
  });
});

describe.skipIf(!homes.includes("server"))("two copies of a card in one channel", { timeout: 60_000 }, () => {
  /** Deskbell with a channel in which the first card's answer got lost, and the labelled copy was posted. */
  async function twoCopies() {
    const teams = await startStandInTeams({ activityRetryDelaysMs: [20, 20] });
    const { team, channel } = teamWithSupport(teams);
    const deskbell = await openDeskbell("server", { adapters: [installTeamsAt(cloudOf(teams))], env: envOf(teams) });
    onTestFinished(async () => {
      await deskbell.close();
      await teams.stop();
    });
    teams.sendCallbacksTo(`${deskbell.url}/adapters/teams/messages`);
    await teams.say({ channel: channel.id, text: "connect", mention: true });
    const visitor = await arrive(deskbell.url, firstChatbotId);
    await visitor.says("Where is my lamp?");
    teams.misbehave({ how: "reset_after_accepting", methods: "createConversation", times: 1 });
    await visitor.asksForHuman();
    const cards = () => teams.messages(channel.id).filter(({ card }) => card);
    await eventually(() => cards().length === 2, 30_000);
    const settled = () =>
      eventually(async () =>
        (await deskbell.deliveryLog(firstChatbotId, visitor.session.conversation_id)).every(
          ({ state }) => state !== "pending" && state !== "sending",
        ),
      );
    await settled();
    const [first, second] = cards().map(({ activityId }) => activityId);
    if (!first || !second) throw new Error("There are not two cards.");
    return {
      teams,
      team,
      settled,
      visitor,
      first,
      second,
      shown: (activityId: string) => readable(teams.message(channel.id, activityId) ?? { text: "nothing" }),
      thread: (activityId: string) =>
        teams
          .thread(channel.id, activityId)
          .slice(1)
          .map(({ text }) => text),
      press: (verb: string, activityId: string) => teams.press({ channel: channel.id, activityId, verb }),
    };
  }

  it("act both; whichever is pressed, one goes on and the other says so, and every line is there", async () => {
    const { first, second, shown, thread, press, settled, visitor } = await twoCopies();
    expect(shown(second)).toContain("Sent again");
    expect(JSON.stringify((await press("claim", first)).answer)).toContain("is on it");
    await eventually(() => shown(first).includes("Second copy"));
    await eventually(() => shown(second).includes("is on it"));
    await visitor.says("Are you there?");
    await press("resolve", second);
    await settled();
    await eventually(() => shown(second).includes("Resolved by"));
    expect(shown(first)).toContain("the other card in this channel goes on");
    expect(shown(first)).not.toMatch(/Action\.Execute|is on it|Waiting/);
    // The assistant's answer may have come before or after the human was asked for.
    expect(thread(second).filter((text) => !text.includes("🤖"))).toEqual([
      expect.stringContaining("is on it (claimed in Microsoft Teams)"),
      expect.stringContaining("Are you there?"),
      expect.stringContaining("resolved this in Microsoft Teams"),
    ]);
    expect(thread(first)).toEqual([]);
  });

  it("tell the truth also after a press in vain", async () => {
    const { first, second, shown, press, settled } = await twoCopies();
    await press("resolve", second);
    await settled();
    expect(shown(first)).toContain("Waiting for a human");
    await press("claim", first);
    await eventually(() => shown(first).includes("Second copy"));
    await settled();
    expect(shown(first)).not.toContain("Action.Execute");
    expect(shown(second)).toContain("Resolved by");
  });
});
