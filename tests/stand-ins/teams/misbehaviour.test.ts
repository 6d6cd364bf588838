import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Rule } from "./misbehaviour.ts";
import { sdkBot } from "./sdk-bot.ts";
import { type StandInTeams, startStandInTeams } from "./stand-in-teams.ts";

let teams: StandInTeams;
let bot: ReturnType<typeof sdkBot>;
let channel: string;

beforeEach(async () => {
  teams = await startStandInTeams();
  channel = teams.createChannel({ name: "visitors" }).id;
  bot = sdkBot(teams, { patienceMs: 1500 });
  await bot.credentials.getToken();
  teams.calls.length = 0;
});
afterEach(() => teams.stop());

async function post(to = channel): Promise<unknown> {
  return bot.createThread(to, { type: "message", text: "hello" }).then(
    ({ activityId }) => (activityId === undefined ? "an answer without ids" : "ok"),
    (error: unknown) => error,
  );
}

const accepted = () => teams.messages(channel).length;

describe("a call that was not accepted", () => {
  it.each<[string, Rule, object]>([
    ["429", { how: "rate_limited", retryAfter: 7 }, { statusCode: 429, code: "Throttled" }],
    ["429 without a delay", { how: "rate_limited", retryAfter: null }, { statusCode: 429 }],
    [
      "412",
      { how: "refuse", status: 412, code: "PreconditionFailed" },
      { statusCode: 412, code: "PreconditionFailed" },
    ],
    ["502", { how: "server_error", status: 502 }, { statusCode: 502, code: "ServiceError" }],
    ["503 from before the connector", { how: "server_error" }, { statusCode: 503 }],
    ["a hang", { how: "hang" }, { name: "AbortError" }],
    ["a reset", { how: "reset_before_accepting" }, { code: "ECONNRESET" }],
  ])("gets %s", async (_, rule, error) => {
    teams.misbehave(rule);
    expect(await post()).toMatchObject(error);
    expect(accepted()).toBe(0);
    expect(teams.calls).toMatchObject([{ method: "createConversation", accepted: false, misdeed: rule.how }]);
  });

  it("gets HTML, which Microsoft's SDK takes for an answer", async () => {
    teams.misbehave({ how: "html" });
    expect(await post()).toBe("an answer without ids");
    expect(accepted()).toBe(0);
  });

  it("can be refused with a reason inside the envelope", async () => {
    teams.misbehave({ how: "refuse", status: 403, code: "Forbidden", subCode: "MessageWritesBlocked" });
    const error = Object(await post());
    expect(JSON.parse(error.response.bodyAsText)).toMatchObject({
      error: { code: "Forbidden", innerHttpError: { statusCode: 403, body: { subCode: "MessageWritesBlocked" } } },
    });
  });
});

describe("a call that was accepted although the caller does not know", () => {
  it.each<[string, Rule, object]>([
    ["a reset", { how: "reset_after_accepting" }, { code: "ECONNRESET" }],
    ["504", { how: "server_error_after_accepting", status: 504 }, { statusCode: 504 }],
    ["half an answer and a reset", { how: "cut_after_accepting" }, { code: "PARSE_ERROR" }],
    ["half an answer and silence", { how: "stall_after_accepting" }, { code: "PARSE_ERROR" }],
    ["an answer that is too late", { how: "slow", ms: 5000 }, { name: "AbortError" }],
  ])("gets %s", async (_, rule, error) => {
    teams.misbehave(rule);
    expect(await post()).toMatchObject(error);
    expect(accepted()).toBe(1);
    expect(teams.calls).toMatchObject([{ accepted: true, misdeed: rule.how }]);
  });
});

describe("choosing when", () => {
  it("can be meant for one channel or one method, and stops when told to", async () => {
    const other = teams.createChannel({ name: "other" }).id;
    teams.misbehave({ how: "server_error", channel: other });
    teams.misbehave({ how: "server_error", methods: ["updateActivity"] });
    expect(await post()).toBe("ok");
    expect(await post(other)).toMatchObject({ statusCode: 503 });
    teams.behave();
    expect(await post(other)).toBe("ok");
  });

  it.each<[string, Rule, object]>([
    ["too many requests", { how: "rate_limited" }, { status: 429, code: "temporarily_unavailable" }],
    ["a refusal", { how: "refuse", status: 401, code: "invalid_client" }, { status: 401, code: "invalid_client" }],
    ["503", { how: "server_error", status: 503 }, { name: "SyntaxError" }],
    ["a hang", { how: "hang" }, { name: "TimeoutError" }],
  ])("reaches the token endpoint with %s", async (_, rule, error) => {
    teams.misbehave({ ...rule, methods: "token" });
    await expect(bot.credentials.getToken(true)).rejects.toMatchObject(error);
    expect(await post()).toBe("ok");
  });

  it("spares the keys unless they are named", async () => {
    const keys = async () => (await fetch(`${teams.url}/openid/keys`)).status;
    teams.misbehave({ how: "server_error", status: 500 });
    expect(await keys()).toBe(200);
    teams.misbehave({ how: "server_error", status: 500, methods: "openIdKeys" });
    expect(await keys()).toBe(500);
  });

  it("has the same bad day again for the same seed, on about the share asked for", async () => {
    const day = async (seed: number) => {
      teams.behave();
      teams.misbehave({ share: 0.3, seed });
      const from = teams.calls.length;
      for (let call = 0; call < 60; call += 1) await post();
      return teams.calls.slice(from).map(({ misdeed }) => misdeed ?? "none");
    };
    const [first, again, other] = [await day(7), await day(7), await day(8)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const bad = first.filter((misdeed) => misdeed !== "none").length;
    expect(bad).toBeGreaterThan(8);
    expect(bad).toBeLessThan(30);
  });
});
