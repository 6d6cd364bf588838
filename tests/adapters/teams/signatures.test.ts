import { describe, expect, it, vi } from "vitest";
import { installTeams } from "../../../adapters/teams/index.ts";
import { openSdk } from "../../../adapters/teams/sdk.ts";
import { cloudOf } from "../../stand-ins/teams/cloud-of.ts";
import type { Signing } from "../../stand-ins/teams/identity/authorization.ts";
import { recordingDesk } from "../recording-desk.ts";
import { testKeys } from "../test-keys.ts";
import { lastActivity, postSigned } from "./signed-activity.ts";
import { aTeamsDesk, type TeamsDesk } from "./teams-desk.ts";

const foreign = "https://smba.trafficmanager.net/teams/";
const minutes = 60_000;

describe("what is surely from Teams", () => {
  it("is taken in", async () => {
    const { desk, press, postCard } = await aTeamsDesk();
    const { activityId } = await postCard();
    expect(await press("claim", activityId)).toMatchObject({ status: 200 });
    expect(desk.acts).toMatchObject([{ verdict: "done" }]);
  });

  it("is taken in with a clock that is two minutes apart", async () => {
    const { desk, press, postCard } = await aTeamsDesk();
    const { activityId } = await postCard();
    expect(await press("claim", activityId, { signing: { expiredMsAgo: 2 * minutes } })).toMatchObject({ status: 200 });
    expect(await press("resolve", activityId, { signing: { notBeforeMs: 2 * minutes } })).toMatchObject({
      status: 200,
    });
    expect(desk.acts).toHaveLength(2);
  });
});

interface Bent {
  readonly signing?: Signing;
  readonly activity?: Record<string, unknown>;
}

const somewhere = { id: "19:elsewhere@thread.tacv2", conversationType: "channel" };

const bent: readonly [string, Bent][] = [
  ["has no header", { signing: "missing" }],
  ["carries no JWT", { signing: "not_a_jwt" }],
  ["is signed by nobody (alg none)", { signing: "unsigned" }],
  ["has a bad signature", { signing: "wrong_key" }],
  ["is signed with an unknown key", { signing: "unknown_kid" }],
  ["is signed with a key that is endorsed for nothing", { signing: "unendorsed_key" }],
  ["is signed with another channel's key", { signing: "key_of_another_channel" }],
  ["is meant for another bot", { signing: "wrong_audience" }],
  ["comes from another issuer", { signing: "wrong_issuer" }],
  ["is signed for no service URL", { signing: "no_service_url" }],
  ["is signed for another service URL", { signing: "other_service_url" }],
  ["ran out six minutes ago", { signing: { expiredMsAgo: 6 * minutes } }],
  ["never runs out", { signing: "never_expires" }],
  ["says another tenant of its conversation", { activity: { conversation: { ...somewhere, tenantId: "x" } } }],
  ["is said to another bot", { activity: { recipient: { id: "28:00000000-0000-4000-8000-000000000000" } } }],
  ["is of another conversation than its channel", { activity: { conversation: somewhere } }],
  ["is from the future", { signing: { notBeforeMs: 10 * minutes } }],
  ["names no service URL", { activity: { serviceUrl: null } }],
  ["names an empty service URL", { activity: { serviceUrl: "" } }],
  ["names another service URL than it is signed for", { activity: { serviceUrl: foreign } }],
  [
    "wants its answers sent elsewhere, although signed",
    { signing: "other_service_url", activity: { serviceUrl: foreign } },
  ],
  ["names no channel", { activity: { channelId: null } }],
  ["names an empty channel", { activity: { channelId: "" } }],
  ["comes from the emulator", { activity: { channelId: "emulator" } }],
  [
    "comes from a web chat, although signed for one",
    { signing: "key_of_another_channel", activity: { channelId: "webchat" } },
  ],
  ["is about another tenant", { activity: inTenant("6b1e2f3a-0000-4000-8000-000000000000") }],
  ["is about no tenant", { activity: inTenant(null) }],
  [
    "is about another tenant in one place only",
    { activity: { channelData: { tenant: { id: "6b1e2f3a-0000-4000-8000-000000000000" } } } },
  ],
];

describe("what is not surely from our Teams", () => {
  it.each(bent)("is refused as a press when it %s", async (_how, { signing = "good", activity }) => {
    const desk = await aTeamsDesk();
    const { activityId } = await desk.postCard();
    const outcome = await desk.press("resolve", activityId, { signing, activity });
    expect(outcome.status).toBe(401);
    tellsNothing(outcome.body);
    expect(desk.desk.acts).toEqual([]);
    nothingRemembered(desk);
  });

  it.each(bent)(
    "is refused as a command, and not answered, when it %s",
    async (_how, { signing = "good", activity }) => {
      const desk = await aTeamsDesk();
      const { outcome } = await desk.teams.say({
        channel: desk.channel.id,
        text: "connect",
        mention: true,
        signing,
        activity,
      });
      expect(outcome?.status).toBe(401);
      expect(desk.desk.connected).toEqual([]);
      expect(desk.calls("sendToConversation")).toEqual([]);
      nothingRemembered(desk);
    },
  );

  it("is refused whatever scheme it comes with", async () => {
    const desk = await aTeamsDesk();
    await desk.teams.say({ channel: desk.channel.id, text: "status", mention: true });
    const body = JSON.stringify(lastActivity(desk));
    for (const authorization of ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Emulator x.y.z"]) {
      const headers = { "content-type": "application/json", authorization };
      const answer = await fetch(desk.messagesUrl, { method: "POST", headers, body });
      expect(answer.status).toBe(401);
      tellsNothing(await answer.text());
    }
  });

  it("leaves no trace of a token in the log, nor anything on standard error, but one line that it was turned away", async () => {
    const desk = await aTeamsDesk();
    const told = vi.spyOn(console, "error");
    const { activityId } = await desk.postCard();
    for (const [, { signing, activity }] of bent) await desk.press("resolve", activityId, { signing, activity });
    expect(told).not.toHaveBeenCalled();
    expect(desk.log.lines.filter((said) => said.includes("turned away"))).toHaveLength(1);
    expect(desk.log.lines.join("\n")).not.toMatch(/ey[A-Za-z0-9_-]{10,}|Bearer|not-a-token|BEGIN/);
  });
});

describe("what is signed, but no activity", () => {
  it.each([
    ["text", "hello", "text/plain", 400],
    ["a form", "type=message", "application/x-www-form-urlencoded", 400],
    ["an array", "[]", "application/json", 400],
    ["an array of activities", '[{"type":"message"}]', "application/json", 400],
    ["null", "null", "application/json", 400],
    ["a number", "7", "application/json", 400],
    ["nothing", "", "application/json", 400],
    ["half of something", '{"type":', "application/json", 400],
    ["an object without a type", "{}", "application/json", 400],
  ])("is refused: %s", async (_what, body, contentType, status) => {
    const desk = await aTeamsDesk();
    const answer = await postSigned(desk, body, { contentType });
    expect(answer.status).toBe(status);
    tellsNothing(await answer.text(), status);
    nothingRemembered(desk);
  });

  it.each<[string, Record<string, unknown>]>([
    ["no type", { type: null }],
    ["no text as a type", { type: 7 }],
    ["no id", { id: null }],
    ["no sender", { from: null }],
    ["no recipient", { recipient: null }],
    ["no conversation", { conversation: null }],
  ])("is refused with %s", async (_what, activity) => {
    const desk = await aTeamsDesk();
    const { outcome } = await desk.teams.say({ channel: desk.channel.id, text: "connect", mention: true, activity });
    expect(outcome?.status).toBe(400);
    tellsNothing(outcome?.body ?? "", 400);
    expect(desk.desk.connected).toEqual([]);
    nothingRemembered(desk);
  });

  it("is refused beyond 256 KB", async () => {
    const desk = await aTeamsDesk();
    await desk.teams.say({ channel: desk.channel.id, text: "status", mention: true });
    const answer = await postSigned(desk, JSON.stringify({ ...lastActivity(desk), text: "x".repeat(300_000) }));
    expect(answer.status).toBe(413);
    tellsNothing(await answer.text(), 413);
  });

  it("is answered with 501 when it is an invoke we do not know", async () => {
    const desk = await aTeamsDesk();
    const { activityId } = await desk.postCard();
    for (const name of ["task/fetch", "composeExtension/query", ""])
      expect(await desk.press("resolve", activityId, { activity: { name } })).toMatchObject({ status: 501, body: "" });
    expect(desk.desk.acts).toEqual([]);
  });

  it.each(["typing", "messageReaction", "messageUpdate", "messageDelete", "event", "endOfConversation"])(
    "is taken in and ignored when it is a %s",
    async (type) => {
      const desk = await aTeamsDesk();
      const outcome = await desk.teams.deliverActivity({ type, text: "<at>Deskbell</at> connect" });
      expect(outcome).toMatchObject({ status: 200, body: "" });
      expect([desk.desk.connected, desk.desk.acts, desk.said()]).toEqual([[], [], []]);
    },
  );

  it("finds no other method and no other address", async () => {
    const { messagesUrl } = await aTeamsDesk();
    for (const [url, method] of [
      [messagesUrl, "GET"],
      [messagesUrl, "PUT"],
      [`${messagesUrl}/more`, "POST"],
    ] as const) {
      const answer = await fetch(url, { method });
      expect(answer.status).toBe(404);
      tellsNothing(await answer.text(), 404);
    }
  });
});

describe("while Microsoft's keys cannot be had", () => {
  it.each(["openIdConfiguration", "openIdKeys"])("everything is turned away to come again (%s)", async (methods) => {
    const desk = await aTeamsDesk({ cloud: withKeysNobodyAskedFor, teams: { activityRetryDelaysMs: [] } });
    desk.teams.misbehave({ how: "server_error", status: 503, methods });
    const { activityId } = await desk.postCard();
    const outcome = await desk.press("claim", activityId);
    expect(outcome.status).toBe(503);
    tellsNothing(outcome.body, 503);
    expect(desk.desk.acts).toEqual([]);
    expect(desk.log.lines.join()).toContain("the keys of Microsoft's signatures cannot be had");
    nothingRemembered(desk);
    desk.teams.behave();
    expect(await desk.press("claim", activityId)).toMatchObject({ status: 200 });
    expect(desk.desk.acts).toMatchObject([{ verdict: "done" }]);
  });

  it("a connection that breaks is no refusal either", async () => {
    const desk = await aTeamsDesk({ cloud: withKeysNobodyAskedFor });
    desk.teams.misbehave({ how: "reset_before_accepting", methods: "openIdConfiguration" });
    const { activityId } = await desk.postCard();
    expect(await desk.press("claim", activityId)).toMatchObject({ status: 503 });
  });
});

describe("an empty app id, with which the SDK would let everybody in", () => {
  it("stops the start", async () => {
    const env = {
      TEAMS_APP_ID: " ",
      TEAMS_APP_PASSWORD: "a~secret",
      TEAMS_TENANT_ID: "8e0c4e0a-1f7a-4a2b-9d64-0c3f7b1b2a11",
    };
    const context = {
      env,
      publicUrl: "https://desk.example",
      desk: recordingDesk(),
      now: () => new Date(),
      keyFor: testKeys,
    };
    const log = { info() {}, warn() {}, error() {} };
    await expect(installTeams({ ...context, log })).rejects.toThrow("TEAMS_APP_ID is missing");
  });

  it("does not even open the SDK", async () => {
    const { teams } = await aTeamsDesk();
    const bot = { appId: "", appPassword: "x", tenantId: teams.tenantId, appType: "SingleTenant" } as const;
    await expect(openSdk(bot, cloudOf(teams))).rejects.toThrow("let everybody in");
  });
});

/** The SDK keeps keys for a day, by their address, for the whole process. */
let unasked = 0;
function withKeysNobodyAskedFor(cloud: ReturnType<typeof cloudOf>) {
  unasked += 1;
  const { openIdMetadataUrl = "", tokenUrl = "" } = cloud.elsewhere ?? {};
  return { ...cloud, elsewhere: { tokenUrl, openIdMetadataUrl: `${openIdMetadataUrl}?unasked=${unasked}` } };
}

function inTenant(id: string | null): Record<string, unknown> {
  return { conversation: { tenantId: id }, channelData: { tenant: id && { id } } };
}

/** A problem in our words; nothing of why. */
function tellsNothing(body: string, status = 401): void {
  expect(JSON.parse(body)).toEqual({ type: "about:blank", title: expect.stringMatching(/^[A-Z][\w ,;']+$/), status });
  expect(body).not.toMatch(/jwt|token|issuer|audience|endorse|serviceurl|at .*\.js|SyntaxError|JSON/i);
}

function nothingRemembered({ desk }: TeamsDesk): void {
  expect([...desk.facts]).toEqual([]);
}
