import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aMail, ana, ben, startListeningDesk } from "./listening-desk.ts";
import type { Rule } from "./misbehaviour.ts";

let desk: Awaited<ReturnType<typeof startListeningDesk>>;
beforeEach(async () => {
  desk = await startListeningDesk();
});
afterEach(() => desk.stop());

const patienceMs = 400;

/** What a careful caller learns. */
async function learned(to = ana, patience?: number) {
  try {
    const response = await desk.post(aMail({}, to), {}, patience);
    return { status: response.status, body: await response.text(), headers: Object.fromEntries(response.headers) };
  } catch (error) {
    return { status: null, error: String(Object(error).cause?.code ?? Object(error).name) };
  }
}

const accepted = () => desk.sendgrid.mails().length;

describe("a call that was not accepted", () => {
  const tooMany = expect.stringContaining("too many requests");
  it.each<[string, Rule, object]>([
    [
      "429 with Retry-After",
      { how: "rate_limited", retryAfter: 7 },
      { status: 429, body: tooMany, headers: { "retry-after": "7" } },
    ],
    [
      "500",
      { how: "server_error", status: 500 },
      { status: 500, body: expect.stringContaining("internal server error") },
    ],
    ["503 from before SendGrid", { how: "server_error" }, { status: 503, headers: { "content-type": "text/plain" } }],
    ["HTML", { how: "html" }, { status: 200, body: expect.stringContaining("<title>SendGrid") }],
    ["what is no HTTP", { how: "garbage" }, { status: null, error: expect.stringMatching(/^HPE_/) }],
    ["a reset", { how: "reset_before_accepting" }, { status: null, error: "ECONNRESET" }],
    [
      "a refusal of any kind",
      { how: "refuse", status: 403, message: "access forbidden", headers: { "x-a": "1" } },
      {
        status: 403,
        body: JSON.stringify({ errors: [{ message: "access forbidden", field: null, help: null }] }),
        headers: { "x-a": "1" },
      },
    ],
  ])("gets %s", async (_, rule, answer) => {
    desk.sendgrid.misbehave(rule);
    expect(await learned()).toMatchObject(answer);
    expect(accepted()).toBe(0);
    expect(desk.sendgrid.calls).toMatchObject([{ accepted: false, misdeed: rule.how }]);
  });

  it("gets no answer at all", async () => {
    desk.sendgrid.misbehave({ how: "hang" });
    expect(await learned(ana, patienceMs)).toEqual({ status: null, error: "TimeoutError" });
    expect(accepted()).toBe(0);
  });

  it("is told in seconds since 1970 when to come again, as SendGrid does without Retry-After", async () => {
    desk.sendgrid.misbehave({ how: "rate_limited", retryAfter: null });
    const { headers } = await learned();
    expect(headers).not.toHaveProperty("retry-after");
    expect(headers).toMatchObject({ "x-ratelimit-remaining": "0" });
    const reset = Number(headers?.["x-ratelimit-reset"]) - Date.now() / 1000;
    expect(reset).toBeGreaterThan(-10);
    expect(reset).toBeLessThan(5);
  });

  it("is led elsewhere, where SendGrid's own client takes a GET for success", async () => {
    desk.sendgrid.misbehave({ how: "redirect" });
    const [response] = await desk.sdk().send({ to: ana, from: ben, subject: "Lost", text: "Lost" });
    expect(response.statusCode).toBe(200);
    expect(accepted()).toBe(0);
    expect(desk.sendgrid.calls).toMatchObject([
      { request: "POST /v3/mail/send", status: 302, accepted: false, misdeed: "redirect" },
      { request: "GET /moved", method: "other", status: 200, accepted: false },
    ]);
  });
});

describe("a call that was accepted although the caller does not know", () => {
  it.each<[string, Rule, object]>([
    ["a reset", { how: "reset_after_accepting" }, { error: "ECONNRESET" }],
    ["502", { how: "server_error_after_accepting", status: 502 }, { status: 502 }],
    ["an answer that is cut off", { how: "cut_after_accepting" }, { status: null }],
  ])("gets %s", async (_, rule, answer) => {
    desk.sendgrid.misbehave(rule);
    expect(await learned()).toMatchObject(answer);
    expect(accepted()).toBe(1);
    expect(desk.sendgrid.calls).toMatchObject([{ accepted: true, misdeed: rule.how }]);
  });

  it.each<[string, Rule]>([
    ["that stalls", { how: "stall_after_accepting" }],
    ["that is too late", { how: "slow", ms: 60_000 }],
    ["that only drips", { how: "drip_after_accepting", ms: 60_000 }],
  ])("gets an answer %s", async (_, rule) => {
    desk.sendgrid.misbehave(rule);
    expect(await learned(ana, patienceMs)).toEqual({ status: null, error: "TimeoutError" });
    expect(accepted()).toBe(1);
  });

  it.each<[string, Rule, string]>([
    ["is slow", { how: "slow", ms: 60 }, ""],
    ["drips", { how: "drip_after_accepting", ms: 60 }, " "],
  ])("learns it in the end when the answer only %s", async (_, rule, body) => {
    desk.sendgrid.misbehave(rule);
    const answer = await learned();
    expect(answer).toMatchObject({ status: 202, headers: { "x-message-id": desk.sendgrid.mails()[0]?.messageId } });
    expect(answer.body?.startsWith(body)).toBe(true);
    expect(answer.body?.trim()).toBe("");
  });
});

describe("choosing when", () => {
  it("can be meant for one mailbox, and stops when told to", async () => {
    desk.sendgrid.misbehave({ how: "server_error", channel: ben });
    expect([(await learned()).status, (await learned(ben)).status]).toEqual([202, 503]);
    desk.sendgrid.behave();
    expect((await learned(ben)).status).toBe(202);
  });

  it("has the same bad day again for the same seed, on about the share asked for", async () => {
    const day = async (seed: number) => {
      desk.sendgrid.behave();
      desk.sendgrid.misbehave({ share: 0.3, seed });
      const from = desk.sendgrid.calls.length;
      for (let call = 0; call < 60; call += 1) await learned(ana, 100);
      return desk.sendgrid.calls
        .slice(from)
        .filter(({ method }) => method === "sendMail")
        .map(({ misdeed }) => misdeed ?? "none");
    };
    const [first, again, other] = [await day(7), await day(7), await day(8)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const bad = first.filter((misdeed) => misdeed !== "none").length;
    expect(bad).toBeGreaterThan(8);
    expect(bad).toBeLessThan(30);
  });
});
