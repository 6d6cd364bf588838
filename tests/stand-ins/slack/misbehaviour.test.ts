import { LogLevel, WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Rule } from "./misbehaviour.ts";
import { type StandInSlack, startStandInSlack } from "./stand-in-slack.ts";

let slack: StandInSlack;

beforeEach(async () => {
  slack = await startStandInSlack();
  slack.createChannel({ id: "C1", name: "support" });
});
afterEach(() => slack.stop());

async function post(channel = "C1", timeout = 1000): Promise<unknown> {
  const client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logLevel: LogLevel.ERROR,
  });
  return client.chat.postMessage({ channel, text: "hello" }).then(
    () => "ok",
    (error: unknown) => error,
  );
}

const accepted = () => slack.messages("C1").length;

describe("a call that was not accepted", () => {
  it.each<[string, Rule, object]>([
    ["429 with Retry-After", { how: "rate_limited", retryAfter: 7 }, { retryAfter: 7 }],
    ["429 without it", { how: "rate_limited", retryAfter: null }, { message: expect.stringContaining("Retry") }],
    ["ratelimited in a 200", { how: "refuse", error: "ratelimited" }, { data: { error: "ratelimited" } }],
    ["token_revoked", { how: "refuse", error: "token_revoked" }, { data: { error: "token_revoked" } }],
    ["502", { how: "server_error", status: 502 }, { statusCode: 502 }],
    ["HTML", { how: "html" }, { data: { error: expect.stringContaining("<title>") } }],
    ["a hang", { how: "hang" }, { name: expect.anything() }],
    ["a reset", { how: "reset_before_accepting" }, { name: expect.anything() }],
  ])("gets %s", async (_, rule, error) => {
    slack.misbehave(rule);
    expect(await post()).toMatchObject(error);
    expect(accepted()).toBe(0);
    expect(slack.calls).toMatchObject([{ method: "chat.postMessage", accepted: false, misdeed: rule.how }]);
  });
});

describe("a call that was accepted although the caller does not know", () => {
  it.each<[string, Rule, object]>([
    ["a reset", { how: "reset_after_accepting" }, { name: expect.anything() }],
    ["503", { how: "server_error_after_accepting", status: 503 }, { statusCode: 503 }],
    ["half an answer and a reset", { how: "cut_after_accepting" }, { message: "terminated" }],
    ["half an answer and silence", { how: "stall_after_accepting" }, { name: "TimeoutError" }],
    ["an answer that is too late", { how: "slow", ms: 5000 }, { name: expect.anything() }],
  ])("gets %s", async (_, rule, error) => {
    slack.misbehave(rule);
    expect(await post()).toMatchObject(error);
    expect(accepted()).toBe(1);
    expect(slack.calls).toMatchObject([{ accepted: true, misdeed: rule.how }]);
  });

  it("is answered in the end when it is only slow", async () => {
    slack.misbehave({ how: "slow", ms: 100 });
    expect(await post()).toBe("ok");
  });
});

describe("choosing when", () => {
  it("stops after so many times, spares the first, and behaves when told to", async () => {
    slack.misbehave({ how: "server_error", skip: 1, times: 1 });
    expect(await post()).toBe("ok");
    expect(await post()).toMatchObject({ statusCode: 503 });
    expect(await post()).toBe("ok");
    slack.misbehave({ how: "server_error" });
    slack.behave();
    expect(await post()).toBe("ok");
  });

  it("can be meant for one channel or one method", async () => {
    slack.createChannel({ id: "C2", name: "other" });
    slack.misbehave({ how: "refuse", error: "is_archived", channel: "C2" });
    slack.misbehave({ how: "refuse", error: "internal_error", methods: ["chat.update"] });
    expect(await post("C1")).toBe("ok");
    expect(await post("C2")).toMatchObject({ data: { error: "is_archived" } });
  });

  it("has the same bad day again for the same seed, on about the share asked for", async () => {
    const day = async (seed: number) => {
      slack.behave();
      slack.misbehave({ share: 0.3, seed });
      const from = slack.calls.length;
      for (let call = 0; call < 60; call += 1) await post();
      return slack.calls.slice(from).map(({ misdeed }) => misdeed ?? "none");
    };
    const [first, again, other] = [await day(7), await day(7), await day(8)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(first.filter((misdeed) => misdeed !== "none").length).toBeGreaterThan(8);
    expect(first.filter((misdeed) => misdeed !== "none").length).toBeLessThan(30);
  });
});
