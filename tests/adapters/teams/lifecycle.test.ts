import nock from "nock";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { microsoft, type TeamsCloud } from "../../../adapters/teams/cloud.ts";
import { aChatbot } from "../../builders/chatbots.ts";
import { lastActivity, postSigned } from "./signed-activity.ts";
import { aTeamsDesk, type TeamsDesk } from "./teams-desk.ts";

/** The channel is connected as people do it. */
async function connected(setting: Parameters<typeof aTeamsDesk>[0] = {}): Promise<TeamsDesk> {
  const desk = await aTeamsDesk(setting);
  await desk.teams.say({ channel: desk.channel.id, text: "connect", mention: true });
  expect(desk.desk.connected).toHaveLength(1);
  return desk;
}

describe("when Deskbell is added to a team", () => {
  it("says once what to do next", async () => {
    const { teams, team, said } = await aTeamsDesk();
    await teams.addBot(team.id);
    await teams.until(() => teams.everything(team.id).length > 0);
    await teams.settled();
    expect(teams.everything(team.id).map(({ text }) => text)).toEqual([
      "Deskbell is here. In the channel that is to be told when a visitor of your website asks for a human, write: @Deskbell connect",
    ]);
    expect(said()).toEqual([]);
  });

  it("says nothing when it is only brought up to date, or a person joins", async () => {
    const { teams, team } = await aTeamsDesk();
    await teams.deliverActivity({ type: "installationUpdate", action: "add-upgrade" });
    const membersAdded = [{ id: teams.people[0]?.id }];
    await teams.deliverActivity({ type: "conversationUpdate", membersAdded });
    await teams.settled();
    expect(teams.everything(team.id)).toEqual([]);
  });

  it("greets a person in their own chat", async () => {
    const { teams } = await aTeamsDesk();
    await teams.say({ personal: true, text: "help" });
    const chat = teams.chats()[0]?.id ?? "";
    const channelData = { tenant: { id: teams.tenantId } };
    const conversation = { id: chat, conversationType: "personal", tenantId: teams.tenantId };
    const { status } = await teams.deliverActivity({
      type: "installationUpdate",
      action: "add",
      conversation,
      channelData,
    });
    expect(status).toBe(200);
    await teams.until(() => teams.everything(chat).some(({ text }) => text.startsWith("Deskbell is here")));
  });
});

describe("what happens to a connected channel", () => {
  it.each<[string, (desk: TeamsDesk) => Promise<unknown>, (desk: TeamsDesk) => Promise<unknown>, string]>([
    [
      "the app is removed from the team",
      ({ teams, team }) => teams.removeBot(team.id),
      ({ teams, team }) => teams.addBot(team.id),
      'Deskbell is no longer in the team of the channel Acme › Support: somebody removed the app. Add it to the team again, then write "@Deskbell connect" in the channel; what waits is then posted.',
    ],
    [
      "the channel is deleted",
      ({ teams, channel }) => teams.deleteChannel(channel.id),
      ({ teams, channel }) => teams.restoreChannel(channel.id),
      'The channel Acme › Support is gone from Teams: it, or its team, was deleted. Restore it, or connect another channel with "@Deskbell connect"; what waits is then posted.',
    ],
    [
      "the team is archived",
      ({ teams, team }) => teams.archiveTeam(team.id),
      ({ teams, team }) => teams.unarchiveTeam(team.id),
      "The channel Acme › Support, or its team, is archived. Restore it, or connect another channel; what waits is then posted.",
    ],
    [
      "the team is deleted",
      ({ teams, team }) => teams.deleteTeam(team.id),
      ({ teams, team }) => teams.restoreTeam(team.id),
      'The channel Acme › Support is gone from Teams: it, or its team, was deleted. Restore it, or connect another channel with "@Deskbell connect"; what waits is then posted.',
    ],
  ])("pauses it when %s, and lets it go on when that is undone", async (_what, breaks, mends, reason) => {
    const setting = await connected();
    const { desk, destination, deliver } = setting;
    await breaks(setting);
    expect(new Set(desk.paused.map((each) => each.reason))).toEqual(new Set([reason]));
    expect(desk.paused[0]).toMatchObject(destination);
    expect(await deliver()).toEqual({ kind: "refused", scope: "address", reason });
    expect(desk.resumed).toEqual([]);
    await mends(setting);
    expect(desk.resumed[0]).toEqual(destination);
    expect(await deliver()).toMatchObject({ kind: "delivered" });
  });

  it("leaves the channels of other teams alone", async () => {
    const { teams, desk } = await connected();
    const other = teams.createTeam({ name: "Other" });
    await teams.archiveTeam(other.id);
    await teams.deleteTeam(other.id);
    await teams.removeBot(other.id);
    expect(desk.paused).toEqual([]);
  });

  it("leaves a channel alone when another person leaves or joins the team", async () => {
    const { teams, desk } = await connected();
    const members = [{ id: teams.people[1]?.id }];
    await teams.deliverActivity({ type: "conversationUpdate", membersRemoved: members });
    await teams.deliverActivity({ type: "conversationUpdate", membersAdded: members });
    expect([desk.paused, desk.resumed]).toEqual([[], []]);
  });

  it("knows the channels of a team after a restart", async () => {
    const { desk, teams, destination } = await connected();
    const again = await aTeamsDesk({
      desk,
      teams: { appId: teams.appId, appPassword: teams.appPassword, tenantId: teams.tenantId },
    });
    again.teams.createTeam({ id: teams.teams()[0]?.id ?? "", name: "Acme" });
    await again.teams.archiveTeam(teams.teams()[0]?.id ?? "");
    expect(desk.paused).toMatchObject([{ ...destination, reason: expect.stringContaining("archived") }]);
  });

  it.each(["channelRenamed", "teamRenamed"])("is called by its new name (%s)", async (how) => {
    const { desk, teams, channel, team } = await connected();
    const labels: string[] = [];
    const connect = desk.connect;
    desk.connect = async (wanted, cause) => {
      labels.push(`${wanted.chatbot} ${wanted.label}`);
      return connect(wanted, cause);
    };
    if (how === "channelRenamed") await teams.renameChannel(channel.id, "Visitors");
    else await teams.renameTeam(team.id, "Ajax");
    expect(labels).toEqual([`${aChatbot().id} ${how === "channelRenamed" ? "Acme › Visitors" : "Ajax › Support"}`]);
  });

  it("keeps its name when Teams does not tell the new one", async () => {
    const { desk, teams, channel, calls } = await connected();
    const wanted: unknown[] = [];
    desk.connect = async (connection) => {
      wanted.push(connection);
      return { kind: "unknown", chatbots: [] };
    };
    teams.misbehave({ how: "server_error", methods: ["getTeam", "listChannels"] });
    await teams.renameChannel(channel.id, "Visitors");
    expect(calls("getTeam").at(-1)?.status).toBe(503);
    expect(wanted).toEqual([]);
  });

  it("is told of a rename only where it is connected", async () => {
    const { desk, teams } = await connected();
    const other = teams.createChannel({ name: "Other" });
    await teams.renameChannel(other.id, "Another");
    expect(desk.connected).toHaveLength(1);
    expect(desk.connected[0]?.connection.label).toBe("Acme › Support");
  });

  it("is told again when the desk was away", async () => {
    const { desk, teams, team, destination } = await connected();
    const { pause } = desk;
    desk.pause = async () => {
      desk.pause = pause;
      throw new Error("database away");
    };
    await teams.archiveTeam(team.id);
    expect(desk.paused).toMatchObject([destination]);
    expect(teams.deliveries.at(-1)?.attempts.map(({ status }) => status)).toEqual([500, 200]);
  });
});

describe("where Teams wants to be called", () => {
  const moved = "https://smba.trafficmanager.net/teams/";
  const hereAndThere = (cloud: TeamsCloud): TeamsCloud => ({
    ...cloud,
    isService: (url) => cloud.isService(url) || microsoft.isService(url),
  });

  afterEach(() => nock.cleanAll());
  afterAll(() => nock.restore());

  async function moveAway(desk: TeamsDesk): Promise<void> {
    const activity = { ...lastActivity(desk), id: "another", serviceUrl: moved, type: "typing" };
    const answer = await postSigned(desk, JSON.stringify(activity), { serviceUrl: moved });
    expect(answer.status).toBe(200);
  }

  it("is remembered from whatever came in, and used at once", async () => {
    const setting = await connected({ cloud: hereAndThere });
    expect([...setting.desk.facts]).toContainEqual(["teams service-url", setting.teams.cloud.serviceUrl]);
    await moveAway(setting);
    expect([...setting.desk.facts]).toContainEqual(["teams service-url", moved]);
    const posts = nock("https://smba.trafficmanager.net")
      .post("/teams/v3/conversations")
      .reply(201, { id: `${setting.channel.id};messageid=1700000000001`, activityId: "1700000000001" });
    expect(await setting.deliver()).toEqual({
      kind: "delivered",
      posted: `${setting.channel.id}/1700000000001`,
    });
    expect(posts.isDone()).toBe(true);
  });

  it("is learned from another instance within a minute", async () => {
    let now = Date.now();
    const setting = await aTeamsDesk({ cloud: hereAndThere, now: () => new Date(now) });
    await setting.deliver();
    await setting.desk.remember("teams", "service-url", moved);
    expect(await setting.deliver()).toMatchObject({ kind: "delivered" });
    now += 61_000;
    const posts = nock("https://smba.trafficmanager.net")
      .post("/teams/v3/conversations")
      .reply(201, { id: "x", activityId: "1700000000002" });
    expect(await setting.deliver()).toMatchObject({ kind: "delivered" });
    expect(posts.isDone()).toBe(true);
  });
});
