import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Outcome } from "../../../core/index.ts";
import { newSecret } from "../../../core/webhooks/secret.ts";
import type { Misdeed } from "../../stand-ins/webhooks/misbehaviour.ts";
import { type StandInReceiver, startStandInReceiver } from "../../stand-ins/webhooks/stand-in-receiver.ts";
import { aWebhook, sendTo } from "./support/sending.ts";

const secret = newSecret();
const uncertainSince = new Date("2026-04-19T10:23:46Z");

describe("a webhook", () => {
  let receiver: StandInReceiver;
  beforeEach(async () => {
    receiver = await startStandInReceiver({ secret });
  });
  afterEach(() => receiver.stop());

  const toReceiver = () => sendTo({ url: receiver.hookUrl, secrets: [secret] }, { connection: { readWithinMs: 200 } });
  const first = () => {
    const [one] = receiver.received;
    if (!one) throw new Error("Nothing was received.");
    return one;
  };

  it("arrives signed, byte for byte as it was planned", async () => {
    const { body } = aWebhook();
    expect(await toReceiver().send()).toEqual({ kind: "delivered", note: "HTTP 200", unseen: true });
    expect(receiver.received).toHaveLength(1);
    expect(first()).toMatchObject({ method: "POST", path: "/webhooks", raw: body, verdict: "verified" });
    expect(first().headers).toEqual({
      "webhook-id": "evt_0199a1b2c3d47e5f8a9b0c1d2e3f4a5b",
      "webhook-timestamp": expect.stringMatching(/^\d{10}$/),
      "webhook-signature": expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
      "webhook-attempt": "1",
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "user-agent": "Deskbell/1.2.3",
      host: new URL(receiver.url).host,
      connection: "close",
    });
  });

  it("has the same id and bytes at every attempt, and says which attempt it is", async () => {
    const { send } = toReceiver();
    for (const attempt of [1, 2, 7]) await send({ attempt });
    const said = (name: string) => receiver.received.map(({ headers }) => headers[name]);
    expect(new Set(said("webhook-id")).size).toBe(1);
    expect(new Set(receiver.received.map(({ raw }) => raw)).size).toBe(1);
    expect(said("webhook-attempt")).toEqual(["1", "2", "7"]);
    expect(receiver.received.map(({ verdict }) => verdict)).toEqual(Array(3).fill("verified"));
  });

  it("is verified in any script: nothing is lost or added on the way", async () => {
    const body = JSON.stringify({ text: 'Grüße \u2028 שלום 👩‍👩‍👧 \\ " </script>' });
    await toReceiver().send({ body });
    expect(first()).toMatchObject({ raw: body, verdict: "verified" });
  });

  it("can be verified with the old and with the new secret while they are rotated", async () => {
    const newer = newSecret();
    const { send } = sendTo({ url: receiver.hookUrl, secrets: [newer, secret] });
    for (const each of [secret, newer, newSecret()]) {
      receiver.expectSecret(each);
      await send();
    }
    expect(receiver.received.map(({ verdict }) => verdict)).toEqual([
      "verified",
      "verified",
      "not signed by this secret",
    ]);
  });

  it("is verified by a receiver that does what the library's README says, and no more", async () => {
    await toReceiver().send();
    const base64_secret = secret;
    const webhook_payload = first().raw;
    const webhook_headers = { ...first().headers };
    const wh = new Webhook(base64_secret);
    expect(wh.verify(webhook_payload, webhook_headers)).toMatchObject({ event: "conversation.escalated" });
  });

  it("carries the compatibility header that its endpoint asks for", async () => {
    const compatibility = { header: "X-InsiteChat-Signature", encoding: "hex" } as const;
    await sendTo({ url: receiver.hookUrl, secrets: [secret], compatibility }).send();
    const mac = createHmac("sha256", secret).update(first().raw).digest("hex");
    expect(first().headers["x-insitechat-signature"]).toBe(mac);
    expect(first().verdict).toBe("verified");
  });

  it("goes to the path and the query of its URL, and not to its fragment", async () => {
    await sendTo({ url: `${receiver.url}/a/b%20c?key=1&x=%2F`, secrets: [secret] }).send();
    expect(first().path).toBe("/a/b%20c");
    expect(first().headers.host).toBe(new URL(receiver.url).host);
  });

  it("is not sent for an endpoint that was removed", async () => {
    expect(await sendTo(null).send()).toEqual({ kind: "rejected", reason: "The endpoint was removed." });
  });

  it.each([200, 201, 202, 204, 299])("has arrived when the answer is %i", async (status) => {
    receiver.misbehave({ how: "answer", status });
    expect(await toReceiver().send()).toEqual({ kind: "delivered", note: `HTTP ${status}`, unseen: true });
  });

  it("pauses its endpoint, with what to do about it, when the answer is 410", async () => {
    receiver.misbehave({ how: "answer", status: 410 });
    const host = new URL(receiver.url).host;
    expect(await toReceiver().send()).toEqual({
      kind: "refused",
      scope: "address",
      reason: expect.stringMatching(
        new RegExp(`^HTTP 410 \\(Gone\\) from ${host}: the endpoint says that it is gone .*enable the endpoint again`),
      ),
    });
  });

  it.each<[Misdeed, "retry" | "ambiguous", RegExp]>([
    [{ how: "redirect", location: "/elsewhere" }, "retry", /^HTTP 302 \(Found\) .*not followed.*final address/],
    [{ how: "redirect", location: "/elsewhere", status: 308 }, "retry", /^HTTP 308 /],
    [{ how: "answer", status: 304 }, "retry", /^HTTP 304 /],
    [{ how: "answer", status: 400, body: "no such field" }, "retry", /^HTTP 400 .*It said: “no such field”$/],
    [{ how: "answer", status: 401 }, "retry", /^HTTP 401 .*secret/],
    [{ how: "answer", status: 404 }, "retry", /^HTTP 404 \(Not Found\) .*Check the endpoint's URL\.$/],
    [{ how: "answer", status: 408 }, "ambiguous", /^HTTP 408 /],
    [{ how: "answer", status: 413 }, "retry", /too large/],
    [{ how: "rate_limited", retryAfter: null }, "retry", /^HTTP 429 .*more than it can take/],
    [{ how: "server_error", status: 500 }, "ambiguous", /^HTTP 500 .*It said: “upstream connect error”$/],
    [{ how: "server_error", status: 503 }, "ambiguous", /^HTTP 503 /],
    [{ how: "server_error_after_accepting", status: 504 }, "ambiguous", /^HTTP 504 .*too long/],
    [{ how: "answer", status: 599 }, "ambiguous", /^HTTP 599 from /],
    [{ how: "reset_before_reading" }, "ambiguous", /broke the connection off before it answered \(ECONNRESET\)\.$/],
    [{ how: "reset_before_accepting" }, "ambiguous", /broke the connection off/],
    [{ how: "reset_after_accepting" }, "ambiguous", /broke the connection off/],
    [{ how: "garbage" }, "ambiguous", /answered with something that is not HTTP \(HPE_/],
    [{ how: "huge_headers" }, "ambiguous", /more headers than anybody reads/],
    [{ how: "switch_protocols" }, "ambiguous", /broke the connection off|HTTP 101/],
  ])("counts as failed, in words, when the receiver does this: %j", async (misdeed, kind, reason) => {
    receiver.misbehave(misdeed);
    const outcome = await toReceiver().send();
    expect(outcome).toEqual({ kind, reason: expect.stringMatching(reason) });
    expect(receiver.received).toHaveLength(1);
  });

  it.each<Misdeed>([{ how: "hang" }, { how: "endless_headers" }])(
    "is given up when its time is over, and may have arrived: %j",
    async (misdeed) => {
      receiver.misbehave(misdeed);
      expect(await toReceiver().send({}, AbortSignal.timeout(600))).toEqual({
        kind: "ambiguous",
        reason: expect.stringMatching(/did not answer within \d seconds\.$/),
      });
    },
  );

  it.each<[Misdeed, Outcome["kind"]]>([
    [{ how: "huge_body" }, "delivered"],
    [{ how: "dripping_body" }, "delivered"],
    [{ how: "gzip_bomb" }, "delivered"],
    [{ how: "stall_after_accepting" }, "delivered"],
    [{ how: "cut_after_accepting" }, "delivered"],
    [{ how: "html" }, "delivered"],
    [{ how: "huge_body", status: 500 }, "ambiguous"],
    [{ how: "dripping_body", status: 500 }, "ambiguous"],
    [{ how: "gzip_bomb", status: 500 }, "ambiguous"],
  ])("is judged by the status, whatever body follows: %j", async (misdeed, kind) => {
    receiver.misbehave(misdeed);
    const outcome = await toReceiver().send();
    expect(outcome.kind).toBe(kind);
    expect(JSON.stringify(outcome).length).toBeLessThan(500);
  });

  it.each<[number, string, number]>([
    [429, "7", 7_000],
    [503, "7", 7_000],
    [429, "0", 1_000],
    [429, "315360000", 3_600_000],
    [503, new Date(Date.now() + 86_400_000).toUTCString(), 3_600_000],
  ])("waits as long as a %i with Retry-After: %s says, at most an hour", async (status, value, afterMs) => {
    receiver.misbehave({ how: "answer", status, headers: { "retry-after": value } });
    expect(await toReceiver().send()).toEqual({
      kind: "retry",
      afterMs,
      scope: "address",
      reason: expect.stringContaining(`HTTP ${status} `),
    });
  });

  it("waits longer for a receiver that goes on saying in a second", async () => {
    receiver.misbehave({ how: "rate_limited", retryAfter: 1 });
    expect(await toReceiver().send({ attempt: 20 })).toMatchObject({ kind: "retry", afterMs: 400_000 });
  });

  it("does not take a Retry-After from an answer that has nothing to do with waiting", async () => {
    receiver.misbehave({ how: "answer", status: 404, headers: { "retry-after": "1" } });
    expect(await toReceiver().send()).toEqual({ kind: "retry", reason: expect.any(String) });
  });

  it("stays in doubt after it may have arrived once, whatever is answered later", async () => {
    receiver.misbehave({ how: "answer", status: 404, times: 1 });
    expect(await toReceiver().send({ uncertainSince })).toMatchObject({ kind: "ambiguous" });
    receiver.misbehave({ how: "rate_limited", retryAfter: 5, times: 1 });
    expect(await toReceiver().send({ uncertainSince })).toMatchObject({
      kind: "ambiguous",
      after: "unable",
      lookAfterMs: 5_000,
    });
  });

  it("does not show an owner what a visitor wrote, or a secret, because a receiver repeats it", async () => {
    const { body } = aWebhook();
    receiver.misbehave({ how: "answer", status: 500, body: `cannot read ${body}`, times: 1 });
    receiver.misbehave({ how: "answer", status: 500, body: `expected ${secret}`, times: 1 });
    const outcomes = JSON.stringify([await toReceiver().send(), await toReceiver().send()]);
    expect(outcomes).not.toContain("my order");
    expect(outcomes).not.toContain(secret.slice(6));
    expect(outcomes).toContain("expected [secret]");
  });

  it("is not held against the delivery when Deskbell stops before it is sent", async () => {
    expect(await toReceiver().send({}, AbortSignal.abort())).toMatchObject({ kind: "retry", afterMs: 0 });
    expect(await toReceiver().send({ uncertainSince }, AbortSignal.abort())).toMatchObject({
      kind: "ambiguous",
      after: "unable",
    });
    expect(receiver.received).toEqual([]);
  });

  it("may have arrived when Deskbell stops while it waits for the answer", async () => {
    receiver.misbehave({ how: "hang" });
    const stopping = new AbortController();
    const sending = toReceiver().send({}, stopping.signal);
    await receiver.until(() => receiver.received.length === 1);
    stopping.abort();
    expect(await sending).toEqual({ kind: "ambiguous", reason: "Deskbell stopped before it was answered." });
  });

  it("leaves no connection open", async () => {
    const { send } = toReceiver();
    receiver.misbehave({ how: "dripping_body", times: 1 });
    receiver.misbehave({ how: "huge_body", times: 1 });
    for (let count = 0; count < 4; count += 1) await send();
    await receiver.until(() => receiver.connections() === 0);
  });
});
