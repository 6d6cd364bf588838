import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { createDoubts } from "../../../adapters/teams/doubts.ts";
import { openSdk } from "../../../adapters/teams/sdk.ts";
import type { Delivery, Outcome } from "../../../core/index.ts";
import { aChatbot, aConnection } from "../../builders/chatbots.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { cloudOf } from "../../stand-ins/teams/cloud-of.ts";
import type { Rule } from "../../stand-ins/teams/misbehaviour.ts";
import { recordingLog } from "../recording-log.ts";
import { aTeamsDesk, type TeamsDesk } from "./teams-desk.ts";

/** A post that goes wrong so, and how often Teams was asked. */
async function failed(rule: Rule, ms = 5000): Promise<{ outcome: Outcome; tries: number; posted: number }> {
  const setting = await aTeamsDesk();
  setting.teams.misbehave({ methods: "createConversation", ...rule });
  const outcome = await setting.deliver({}, AbortSignal.timeout(ms));
  return { outcome, tries: setting.calls("createConversation").length, posted: posts(setting).length };
}

describe("what a failed post means", () => {
  it.each([
    [12, 12_000],
    [1, 1000],
  ])("comes back after Teams' own delay of %i s, and holds the whole channel back", async (retryAfter, afterMs) => {
    expect(await failed({ how: "rate_limited", retryAfter })).toEqual({
      outcome: { kind: "retry", reason: "Teams asked to slow down", afterMs, scope: "address" },
      tries: 1,
      posted: 0,
    });
  });

  it("comes back after half a minute when Teams does not say when", async () => {
    expect(await failed({ how: "rate_limited", retryAfter: null })).toMatchObject({
      outcome: { kind: "retry", afterMs: 30_000, scope: "address" },
      tries: 1,
    });
  });

  it("tries again by its own schedule when two wrote to a thread at once (412)", async () => {
    expect(await failed({ how: "refuse", status: 412, code: "PreconditionFailed" })).toEqual({
      outcome: { kind: "retry", reason: "Teams was busy with this thread: 412 PreconditionFailed" },
      tries: 1,
      posted: 0,
    });
  });

  it.each([500, 502, 503, 504, 408])("is unsure after HTTP %i, and sends nothing twice", async (status) => {
    expect(await failed({ how: "server_error", status })).toMatchObject({
      outcome: { kind: "ambiguous", reason: expect.stringContaining(`HTTP ${status}`), lookAfterMs: 10_000 },
      tries: 1,
      posted: 0,
    });
  });

  it.each<[string, Rule, number]>([
    ["the connection breaks before Teams took it", { how: "reset_before_accepting" }, 0],
    ["the connection breaks after Teams took it", { how: "reset_after_accepting" }, 1],
    ["the answer is cut off", { how: "cut_after_accepting" }, 1],
    ["an error follows after all", { how: "server_error_after_accepting", status: 504 }, 1],
    ["a page of HTML comes back", { how: "html" }, 0],
  ])("is unsure when %s, and sends nothing twice", async (_what, rule, posted) => {
    const result = await failed(rule);
    expect(result).toMatchObject({ outcome: { kind: "ambiguous" }, tries: 1, posted });
    expect(JSON.stringify(result.outcome)).not.toContain("<");
  });

  it.each<[string, Rule, number]>([
    ["never answers", { how: "hang" }, 0],
    ["answers half and falls silent", { how: "stall_after_accepting" }, 1],
    ["answers too late", { how: "slow", ms: 3000 }, 1],
  ])("is unsure when Teams %s until the time is up", async (_what, rule, posted) => {
    const began = Date.now();
    expect(await failed(rule, 250)).toMatchObject({ outcome: { kind: "ambiguous" }, tries: 1, posted });
    expect(Date.now() - began).toBeLessThan(2500);
  });

  it("is sure that nothing was sent when nobody listens", async () => {
    const serviceUrl = await nobodyListens();
    const { deliver } = await aTeamsDesk({ cloud: (cloud) => ({ ...cloud, serviceUrl }) });
    expect(await deliver()).toEqual({ kind: "retry", reason: "Teams cannot be reached (ECONNREFUSED)" });
  });

  it("is sure that nothing was sent when it is not known where Teams is", async () => {
    const { desk, deliver, teams } = await aTeamsDesk();
    desk.recall = () => Promise.reject(new Error("database away"));
    expect(await deliver()).toEqual({ kind: "retry", reason: "Deskbell could not look up where Teams is" });
    expect(teams.calls).toEqual([]);
  });

  it.each<[string, Rule, string]>([
    ["BotNotRegistered", { how: "refuse", status: 401, code: "BotNotRegistered" }, "https://portal.azure.com"],
    ["InvalidBotApiHost", { how: "refuse", status: 403, code: "InvalidBotApiHost" }, "https://portal.azure.com"],
    ["NotEnoughPermissions", { how: "refuse", status: 403, code: "NotEnoughPermissions" }, "https://portal.azure.com"],
    ["BotDisabledByAdmin", { how: "refuse", status: 403, code: "BotDisabledByAdmin" }, "administrator"],
  ])("gives the whole tenant up after %s, and says what to do", async (_code, rule, words) => {
    expect(await failed(rule)).toMatchObject({
      outcome: { kind: "refused", scope: "account", reason: expect.stringContaining(words) },
      tries: 1,
    });
  });

  it.each<[string, Rule, string]>([
    [
      "BotNotInConversationRoster",
      { how: "refuse", status: 403, code: "BotNotInConversationRoster" },
      "Add it to the team again",
    ],
    [
      "ConversationBlockedByUser",
      { how: "refuse", status: 403, code: "ConversationBlockedByUser" },
      "Add it to the team again",
    ],
    ["a 403 it does not know", { how: "refuse", status: 403, code: "SomethingNew" }, "Add it to the team again"],
    [
      "MessageWritesBlocked",
      { how: "refuse", status: 403, code: "Forbidden", subCode: "MessageWritesBlocked" },
      "archived",
    ],
    [
      "MessageWritesBlocked, as Microsoft documents it",
      { how: "refuse", status: 403, subCode: "MessageWritesBlocked" },
      "archived",
    ],
    ["ConversationNotFound", { how: "refuse", status: 404, code: "ConversationNotFound" }, "deleted"],
    ["a bare 404", { how: "refuse", status: 404 }, "deleted"],
  ])("gives the channel up after %s, naming it", async (_code, rule, words) => {
    const setting = await aTeamsDesk();
    const { desk, teams, deliver, destination } = setting;
    const connection = aConnection({ adapter: "teams", ...destination, label: "Acme › Support" });
    desk.connected.push({ chatbot: aChatbot(), connection });
    teams.misbehave({ methods: "createConversation", ...rule });
    const outcome = await deliver();
    expect(outcome).toMatchObject({ kind: "refused", scope: "address", reason: expect.stringContaining(words) });
    expect(outcome.kind === "refused" && outcome.reason).toContain("Acme › Support");
    expect(setting.calls("createConversation")).toHaveLength(1);
  });

  it("gives the channel up when its team was archived, as the stand-in has it", async () => {
    const { teams, team, deliver } = await aTeamsDesk();
    await teams.archiveTeam(team.id);
    expect(await deliver()).toMatchObject({
      kind: "refused",
      scope: "address",
      reason: expect.stringContaining("archived"),
    });
  });

  it.each<[string, Rule]>([
    ["400 BadSyntax", { how: "refuse", status: 400, code: "BadSyntax" }],
    ["413 MessageSizeTooBig", { how: "refuse", status: 413, code: "MessageSizeTooBig" }],
    ["405", { how: "refuse", status: 405 }],
  ])("gives the message up only when not even its link is taken (%s)", async (said, rule) => {
    expect(await failed(rule)).toEqual({
      outcome: { kind: "rejected", reason: `Teams refused it: ${said}` },
      tries: 3,
      posted: 0,
    });
  });

  it.each([400, 413])(
    "sends a smaller card once after %i, with its buttons, and says so in the log",
    async (status) => {
      const setting = await aTeamsDesk();
      setting.teams.misbehave({ how: "refuse", status, methods: "createConversation", times: 1 });
      expect(await setting.deliver()).toMatchObject({ kind: "delivered" });
      expect(posts(setting)).toHaveLength(1);
      expect(posts(setting)[0]).toContain('"verb":"resolve"');
      expect(posts(setting)[0]).not.toContain("ada@example.com");
      expect(setting.log.lines.join()).toContain(`Teams refused it: ${status}`);
    },
  );

  it("sends a plain text with the way to the transcript when no card is taken", async () => {
    const setting = await aTeamsDesk();
    setting.teams.misbehave({ how: "refuse", status: 413, methods: "createConversation", times: 2 });
    expect(await setting.deliver()).toMatchObject({ kind: "delivered" });
    const [message] = setting.teams.messages(setting.channel.id);
    expect(message?.card).toBeFalsy();
    expect(message?.text).toMatch(/🔔 Acme Shop · Waiting for a human · \S+\nOpen transcript: https?:/);
  });

  it.each<[string, Rule]>([
    ["a 403 it does not know", { how: "refuse", status: 403, code: "SomethingNew" }],
    ["a bare 404", { how: "refuse", status: 404 }],
  ])("does not give a channel up after %s that a look shows to be there", async (_what, rule) => {
    const setting = await aTeamsDesk();
    await setting.teams.say({ channel: setting.channel.id, text: "connect", mention: true });
    setting.teams.misbehave({ methods: "createConversation", ...rule });
    expect(await setting.deliver()).toMatchObject({
      kind: "retry",
      reason: expect.stringContaining("but the channel is there"),
    });
  });

  it("says that the channel is gone, not that the app was removed, when a look shows that", async () => {
    const setting = await aTeamsDesk();
    await setting.teams.say({ channel: setting.channel.id, text: "connect", mention: true });
    await setting.teams.deleteChannel(setting.channel.id);
    setting.teams.misbehave({ how: "refuse", status: 403, methods: "createConversation" });
    expect(await setting.deliver()).toMatchObject({ kind: "refused", reason: expect.stringContaining("was deleted") });
  });

  it("repeats nothing of what Teams wrote, for visitors' words may be in it", async () => {
    const message = "ada@example.com said <script>";
    const { outcome } = await failed({ how: "refuse", status: 400, code: "Bad <b>", message });
    expect(outcome).toEqual({ kind: "rejected", reason: "Teams refused it: 400" });
  });

  it("writes down how often it was sent with less, and nothing of what Teams wrote", async () => {
    const setting = await aTeamsDesk();
    setting.teams.misbehave({ how: "refuse", status: 400, message: "ada@example.com", methods: "createConversation" });
    await setting.deliver();
    expect(setting.log.lines.filter((said) => said.includes("sent with less"))).toHaveLength(2);
    expect(setting.log.lines.join()).not.toContain("ada@");
  });
});

describe("when Microsoft's sign-in does not go well", () => {
  const signIn = async (rule: Rule) => {
    const setting = await aTeamsDesk();
    setting.teams.misbehave({ methods: "token", ...rule });
    return { outcome: await setting.deliver(), posted: setting.calls("createConversation").length };
  };

  it.each<[string, Rule]>([
    ["invalid_client", { how: "refuse", status: 401, code: "invalid_client", message: "AADSTS7000215: Wrong." }],
    ["unauthorized_client", { how: "refuse", status: 400, code: "unauthorized_client", message: "AADSTS700016: Who?" }],
  ])("gives the whole tenant up after %s, and names the variable", async (_code, rule) => {
    const { outcome, posted } = await signIn(rule);
    expect(outcome).toMatchObject({ kind: "refused", scope: "account" });
    expect(outcome.kind === "refused" && outcome.reason).toMatch(/https:\/\/entra.*TEAMS_APP_PASSWORD/);
    expect(posted).toBe(0);
  });

  it.each<[string, Rule]>([
    ["429", { how: "rate_limited", retryAfter: 3 }],
    ["503", { how: "server_error", status: 503 }],
    ["500", { how: "server_error", status: 500 }],
    ["a page of HTML", { how: "html" }],
    ["a reset", { how: "reset_before_accepting" }],
  ])("is sure that nothing was sent after %s", async (_what, rule) => {
    const { outcome, posted } = await signIn(rule);
    expect(outcome).toMatchObject({ kind: "retry" });
    expect(posted).toBe(0);
  });

  it("is sure that nothing was sent when it never answers", async () => {
    const setting = await aTeamsDesk();
    setting.teams.misbehave({ how: "hang", methods: "token" });
    const began = Date.now();
    expect(await setting.deliver({}, AbortSignal.timeout(300))).toMatchObject({ kind: "retry" });
    expect(Date.now() - began).toBeLessThan(2500);
    expect(setting.calls("createConversation")).toEqual([]);
  });

  it("is sure that nothing was sent when nobody listens", async () => {
    const tokenUrl = await nobodyListens();
    const setting = await aTeamsDesk({
      cloud: (cloud) => ({ ...cloud, elsewhere: { openIdMetadataUrl: "http://127.0.0.1:9/", tokenUrl } }),
    });
    expect(await setting.deliver()).toMatchObject({ kind: "retry" });
  });

  it("says nothing of the secret", async () => {
    const { teams, log, deliver } = await aTeamsDesk({ env: { TEAMS_APP_PASSWORD: "hunter2-hunter2" } });
    const outcome = await deliver();
    expect(outcome).toMatchObject({ kind: "refused", scope: "account" });
    expect(JSON.stringify([outcome, log.lines])).not.toMatch(/hunter2|stand-in\./);
    expect(teams.calls.some(({ method }) => method === "token")).toBe(true);
  });
});

describe("a token that Teams no longer takes", () => {
  it("is renewed once, and the post goes through", async () => {
    const setting = await aTeamsDesk();
    await setting.deliver();
    setting.teams.expireTokens();
    expect(await setting.deliver()).toMatchObject({ kind: "delivered" });
    expect(setting.calls("createConversation").map(({ status }) => status)).toEqual([201, 401, 201]);
    expect(setting.calls("token")).toHaveLength(2);
  });

  it("is renewed once only, then the whole tenant is given up", async () => {
    const setting = await aTeamsDesk();
    setting.teams.misbehave({ how: "refuse", status: 401, methods: "createConversation" });
    expect(await setting.deliver()).toMatchObject({ kind: "refused", scope: "account" });
    expect(setting.calls("createConversation")).toHaveLength(2);
    expect(setting.calls("token")).toHaveLength(2);
  });

  it("was surely not taken when the new one could not be had", async () => {
    const setting = await aTeamsDesk();
    await setting.deliver();
    setting.teams.expireTokens();
    setting.teams.misbehave({ how: "server_error", status: 503, methods: "token" });
    expect(await setting.deliver()).toMatchObject({ kind: "retry" });
    expect(posts(setting)).toHaveLength(1);
  });

  it("is asked for again, and everything goes on once Microsoft gives one out", async () => {
    const { teams, desk } = await aTeamsDesk();
    const log = recordingLog();
    const { appId, appPassword, tenantId } = teams;
    const sdk = await openSdk({ appId, appPassword, tenantId, appType: "SingleTenant" }, cloudOf(teams));
    const doubts = createDoubts(sdk, tenantId, desk, log, { idleMs: 5, firstMs: 20, slowestMs: 40 });
    teams.misbehave({ how: "refuse", status: 401, code: "invalid_client", methods: "token", times: 3 });
    const ending = new AbortController();
    const ran = doubts.run(ending.signal);
    doubts.raise();
    await expect.poll(() => desk.resumed).toEqual([{ account: tenantId }]);
    expect(teams.calls.filter(({ method }) => method === "token")).toHaveLength(4);
    expect(log.lines).toHaveLength(3);
    ending.abort();
    await ran;
    expect(desk.resumed).toHaveLength(1);
  });
});

describe("what a failed edit means", () => {
  const edited = async (rule: Rule, ms = 5000, attempt = 1) => {
    const setting = await aTeamsDesk();
    await setting.teams.say({ channel: setting.channel.id, text: "connect", mention: true });
    const { ref } = await setting.postCard();
    setting.teams.misbehave({ methods: "updateActivity", ...rule });
    const posted = { card: ref, message: null };
    const outcome = await setting.deliver({ posted, attempt }, AbortSignal.timeout(ms));
    return { outcome, tries: setting.calls("updateActivity").length, posts: posts(setting).length };
  };

  it.each<[string, Rule]>([
    ["500", { how: "server_error", status: 500 }],
    ["503", { how: "server_error", status: 503 }],
    ["a reset", { how: "reset_before_accepting" }],
    ["a lost answer", { how: "reset_after_accepting" }],
    ["412", { how: "refuse", status: 412, code: "PreconditionFailed" }],
    ["a page of HTML", { how: "html" }],
  ])("is simply tried again after %s, for an edit does no harm twice", async (_what, rule) => {
    expect(await edited(rule)).toMatchObject({ outcome: { kind: "retry" }, tries: 1, posts: 1 });
  });

  it("is simply tried again when Teams never answers", async () => {
    expect(await edited({ how: "hang" }, 250)).toMatchObject({ outcome: { kind: "retry" }, tries: 1, posts: 1 });
  });

  it("comes back after Teams' own delay", async () => {
    expect(await edited({ how: "rate_limited", retryAfter: 4 })).toMatchObject({
      outcome: { kind: "retry", afterMs: 4000, scope: "address" },
      tries: 1,
    });
  });

  it("posts a new card when somebody deleted the old one, and goes on with the new one", async () => {
    expect(await edited({ how: "refuse", status: 404, code: "ActivityNotFoundInConversation" })).toMatchObject({
      outcome: { kind: "delivered" },
      tries: 1,
      posts: 2,
    });
  });

  it.each([400, 405, 410, 413])("makes the card smaller after %i", async (status) => {
    expect(await edited({ how: "refuse", status, times: 1 })).toMatchObject({
      outcome: { kind: "delivered" },
      tries: 2,
      posts: 1,
    });
  });

  it.each([400, 405, 410, 413])("posts the card anew when no edit is taken (%i)", async (status) => {
    expect(await edited({ how: "refuse", status })).toMatchObject({
      outcome: { kind: "delivered" },
      tries: 3,
      posts: 2,
    });
  });

  it.each<[string, Rule]>([
    ["a bare 404", { how: "refuse", status: 404 }],
    ["a 404 of its conversation", { how: "refuse", status: 404, code: "ConversationNotFound" }],
    ["a 403 it does not know", { how: "refuse", status: 403, code: "SomethingNew" }],
  ])("never gives up the channel that is there after %s: tries again, then posts anew", async (_what, rule) => {
    expect(await edited(rule)).toMatchObject({ outcome: { kind: "retry" }, tries: 1, posts: 1 });
    expect(await edited(rule, 5000, 2)).toMatchObject({ outcome: { kind: "delivered" }, tries: 1, posts: 2 });
  });

  it("gives the channel up when that is gone", async () => {
    const { teams, channel, postCard, deliver } = await aTeamsDesk();
    const { ref } = await postCard();
    await teams.deleteChannel(channel.id);
    expect(await deliver({ posted: { card: ref, message: null } })).toMatchObject({
      kind: "refused",
      scope: "address",
    });
  });

  it("renews the token for it, too", async () => {
    const { teams, postCard, deliver } = await aTeamsDesk();
    const { ref } = await postCard();
    teams.expireTokens();
    expect(await deliver({ posted: { card: ref, message: null } })).toEqual({ kind: "delivered", posted: ref });
  });
});

describe("when it is unknown whether a card arrived", () => {
  const uncertain = (more: Partial<Delivery> = {}): Partial<Delivery> => ({
    attempt: 2,
    uncertainSince: new Date(Date.now() - 11_000),
    ...more,
  });

  it("sends one copy that says that it is one", async () => {
    const setting = await aTeamsDesk();
    const { id } = aDelivery();
    setting.teams.misbehave({ how: "reset_after_accepting", methods: "createConversation", times: 1 });
    expect(await setting.deliver({ id })).toMatchObject({ kind: "ambiguous", lookAfterMs: 10_000 });
    expect(await setting.deliver(uncertain({ id }))).toMatchObject({ kind: "delivered" });
    const [first, second] = posts(setting);
    expect(posts(setting)).toHaveLength(2);
    expect(first).not.toContain("Sent again");
    expect(second).toContain("↻ Sent again: Teams did not confirm the first copy, which may be there as well");
  });

  it("stays unsure while Teams asks for patience, for as long as Teams says", async () => {
    const setting = await aTeamsDesk();
    setting.teams.misbehave({ how: "rate_limited", retryAfter: 17, methods: "createConversation" });
    expect(await setting.deliver(uncertain())).toMatchObject({
      kind: "ambiguous",
      after: "unable",
      lookAfterMs: 17_000,
    });
  });

  it("stays unsure while Deskbell keeps to Teams' pace", async () => {
    const setting = await aTeamsDesk();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => setting.deliver(uncertain())));
    const keptBack = outcomes.filter(({ kind }) => kind === "ambiguous");
    expect(keptBack.length).toBeGreaterThan(0);
    for (const outcome of keptBack) expect(outcome).toMatchObject({ after: "unable", lookAfterMs: expect.any(Number) });
    expect(posts(setting)).toHaveLength(outcomes.length - keptBack.length);
  }, 10_000);

  it("stays unsure when Deskbell is just stopping", async () => {
    const setting = await aTeamsDesk();
    const outcome = await setting.deliver(uncertain(), AbortSignal.abort());
    expect(outcome).toMatchObject({ kind: "ambiguous", after: "unable" });
    expect(setting.teams.calls).toEqual([]);
  });

  it("stays unsure when the token could not be had or Teams not be reached", async () => {
    const setting = await aTeamsDesk();
    setting.teams.misbehave({ how: "server_error", status: 503, methods: "token" });
    expect(await setting.deliver(uncertain())).toMatchObject({ kind: "ambiguous", after: "unable" });
  });
});

describe("the pace that Teams allows", () => {
  it("is kept without being told, in each channel by itself", async () => {
    const setting = await aTeamsDesk();
    const other = setting.teams.createChannel({ name: "Sales" });
    const outcomes = await Promise.all(Array.from({ length: 9 }, () => setting.deliver()));
    const elsewhere = { ...setting.destination, address: other.id };
    expect(await setting.deliver({ destination: elsewhere })).toMatchObject({ kind: "delivered" });
    const late = outcomes.filter(({ kind }) => kind === "retry");
    expect(late).toHaveLength(3);
    for (const outcome of late)
      expect(outcome).toMatchObject({ reason: "Keeping to the pace that Teams allows", scope: "address" });
  }, 10_000);
});

/** What Deskbell posted in the channel itself. */
function posts({ teams, channel }: TeamsDesk): string[] {
  return teams
    .messages(channel.id)
    .filter(({ from }) => from.id === teams.bot.id)
    .map(({ card }) => JSON.stringify(card));
}

/** A port that was free a moment ago. */
async function nobodyListens(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/teams/`;
}
