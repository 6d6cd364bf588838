import nock from "nock";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Delivery, Outcome } from "../../../core/index.ts";
import { escalatedAt } from "../../builders/notices.ts";
import { anEmailDesk } from "./email-desk.ts";
import { aRecipient } from "./email-parts.ts";

const host = "https://sendgrid.example";
const key = "SG.a-secret-key.nobody-may-read";
const publicKey =
  "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==";
const env = { SENDGRID_API_KEY: key, SENDGRID_BASE_URL: host };

beforeAll(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
});
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const sending = () => nock(host).post("/v3/mail/send");
const errors = (...messages: string[]) => ({
  errors: messages.map((message) => ({ message, field: null, help: null })),
});

async function deliver(delivery: Partial<Delivery> = {}, signal?: AbortSignal): Promise<Outcome> {
  return (await anEmailDesk(env)).deliver(delivery, signal);
}

describe("what SendGrid's answer means", () => {
  it("is delivered with SendGrid's own id once it is accepted", async () => {
    sending()
      .matchHeader("authorization", `Bearer ${key}`)
      .reply(202, "", { "x-message-id": "14c5d75ce93.dfd.64b469" });
    expect(await deliver()).toEqual({ kind: "delivered", note: "HTTP 202", posted: "14c5d75ce93.dfd.64b469" });
  });

  it("goes to an address in another script by its domain's other name", async () => {
    let to: unknown;
    sending().reply(202, (_uri, body) => {
      to = Object(body).personalizations[0].to;
    });
    const { adapter, alert } = await anEmailDesk(env);
    await adapter.deliver(alert({}, aRecipient({ email: "ben@münchen.example" })), AbortSignal.timeout(5_000));
    expect(to).toEqual([{ email: "ben@xn--mnchen-3ya.example", name: "Ben" }]);
  });

  it.each([
    [200, "a page"],
    [204, ""],
  ])("is not taken for a yes when it is HTTP %i", async (status, body) => {
    sending().reply(status, body);
    expect(await deliver()).toMatchObject({ kind: "ambiguous", lookAfterMs: 30_000 });
  });

  it.each([301, 302, 303, 307, 308])(
    "is not followed when it leads elsewhere (%i): nothing was taken",
    async (status) => {
      const elsewhere = nock("https://elsewhere.example").get("/").reply(202).post("/").reply(202);
      sending().reply(status, "", { location: "https://elsewhere.example/" });
      expect(await deliver()).toMatchObject({ kind: "retry", reason: expect.stringContaining("SENDGRID_BASE_URL") });
      expect(elsewhere.pendingMocks()).toHaveLength(2);
    },
  );

  it.each([
    [400, "The subject is required."],
    [413, "content too large"],
    [415, "Content-Type should be application/json."],
  ])("gives this one mail up after HTTP %i, in SendGrid's own words", async (status, words) => {
    sending().reply(status, errors(words));
    expect(await deliver()).toEqual({
      kind: "rejected",
      reason: `SendGrid refused it with HTTP ${status}: ${words}`,
    });
  });

  it.each([
    [
      401,
      "The provided authorization grant is invalid, expired, or revoked",
      /no longer accepts .*API key.*revoked.*Settings → API Keys/,
    ],
    [401, "Maximum credits exceeded", /Maximum credits exceeded.*plan is used up/],
    [
      403,
      "The from address does not match a verified Sender Identity.",
      /send as desk@acme\.example.*Sender Authentication/,
    ],
    [404, "not found", /There is no SendGrid at https:\/\/sendgrid\.example/],
  ])("pauses all mail after HTTP %i, and says what to mend: %s", async (status, words, reason) => {
    sending().reply(status, errors(words));
    expect(await deliver()).toMatchObject({
      kind: "refused",
      scope: "account",
      reason: expect.stringMatching(reason),
    });
  });

  it.each([
    [{ "retry-after": "12" }, 12_000],
    [{ "retry-after": "Sun, 19 Apr 2026 10:24:00 GMT" }, 13_880],
    [{ "x-ratelimit-reset": String(Math.floor(escalatedAt.getTime() / 1_000) + 21) }, 19_880],
    [{ "x-ratelimit-reset": "1" }, 30_000],
    [{ "retry-after": "soon" }, 30_000],
    [{}, 30_000],
  ])("is waited for when it is too much at once: %j", async (headers, afterMs) => {
    sending().reply(429, errors("too many requests"), headers);
    expect(await deliver()).toEqual({
      kind: "retry",
      reason: "SendGrid asked to slow down",
      afterMs,
      scope: "account",
    });
  });

  it.each([408, 500, 502, 503, 504])("leaves it open whether the mail was taken after HTTP %i", async (status) => {
    sending().reply(status, "upstream connect error");
    expect(await deliver()).toMatchObject({ kind: "ambiguous", lookAfterMs: 30_000 });
  });

  it.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID"])(
    "tries again when no connection was made (%s)",
    async (code) => {
      sending().replyWithError(Object.assign(new Error(code), { code }));
      expect(await deliver()).toEqual({ kind: "retry", reason: `SendGrid cannot be reached (${code})` });
    },
  );

  it("tries again when the connection did not come about in time", async () => {
    sending().replyWithError(Object.assign(new Error("ETIMEDOUT"), { code: "ETIMEDOUT", syscall: "connect" }));
    expect(await deliver()).toMatchObject({ kind: "retry" });
  });

  it.each(["ECONNRESET", "EPIPE", "ETIMEDOUT"])("is unsure when the connection breaks (%s)", async (code) => {
    sending().replyWithError(Object.assign(new Error(code), { code }));
    expect(await deliver()).toMatchObject({ kind: "ambiguous" });
  });

  it("is unsure when its time is up before SendGrid answered", async () => {
    sending().delay(3_000).reply(202);
    expect(await deliver({}, AbortSignal.timeout(100))).toMatchObject({ kind: "ambiguous" });
    nock.abortPendingRequests();
  });
});

describe("a mail that may have arrived", () => {
  const uncertainSince = escalatedAt;
  const secondsLater = (seconds: number) => new Date(uncertainSince.getTime() + seconds * 1_000);
  const looking = async (seconds: number, more: Record<string, string> = {}) => {
    const desk = await anEmailDesk({ ...env, ...more });
    desk.becomes(secondsLater(seconds));
    return desk;
  };

  it("is looked for soon where SendGrid tells of mail", async () => {
    sending().reply(503);
    const desk = await anEmailDesk({ ...env, SENDGRID_EVENT_PUBLIC_KEY: publicKey });
    expect(await desk.deliver()).toMatchObject({ kind: "ambiguous", lookAfterMs: 5_000 });
  });

  it("is not sent again as long as SendGrid may still tell of it, which is 90 s", async () => {
    const desk = await looking(60, { SENDGRID_EVENT_PUBLIC_KEY: publicKey });
    expect(await desk.deliver({ uncertainSince })).toMatchObject({
      kind: "ambiguous",
      after: "looked",
      lookAfterMs: 30_000,
    });
  });

  it("is sent again after that, with the same Message-ID", async () => {
    const desk = await looking(91, { SENDGRID_EVENT_PUBLIC_KEY: publicKey });
    const ids: unknown[] = [];
    const first = desk.alert();
    for (const since of [null, uncertainSince]) {
      sending().reply(202, (_uri, body) => void ids.push(Object(body).headers["Message-ID"]));
      expect(await desk.deliver({ ...first, uncertainSince: since })).toMatchObject({ kind: "delivered" });
    }
    expect(ids[0]).toMatch(/^<d-[\w-]+@acme\.example>$/);
    expect(ids[1]).toBe(ids[0]);
  });

  it("is sent again after 30 s where SendGrid tells nothing", async () => {
    const early = await looking(29);
    expect(await early.deliver({ uncertainSince })).toMatchObject({ after: "looked", lookAfterMs: 1_000 });
    sending().reply(202);
    expect(await (await looking(30)).deliver({ uncertainSince })).toMatchObject({ kind: "delivered" });
  });

  it("is there once SendGrid told of it, and is not sent", async () => {
    const posted = { card: null, message: "14c5d75ce93" };
    expect(await deliver({ posted })).toEqual({ kind: "delivered", posted: "14c5d75ce93" });
  });

  it("remains in doubt when there is no time left to send it", async () => {
    const desk = await looking(91);
    expect(await desk.deliver({ uncertainSince }, AbortSignal.abort())).toMatchObject({
      kind: "ambiguous",
      after: "unable",
    });
  });
});

describe("the API key", () => {
  it("is in nothing that is logged or told, whatever goes wrong", async () => {
    const desk = await anEmailDesk(env);
    const told: unknown[] = [];
    for (const code of ["ECONNRESET", "ENOTFOUND"]) {
      sending().replyWithError(Object.assign(new Error(`${code} ${key}`), { code }));
      told.push(await desk.deliver());
    }
    for (const status of [302, 400, 401, 403, 413, 429, 500]) {
      sending().reply(status, errors("no"));
      told.push(await desk.deliver());
    }
    sending().delay(2_000).reply(202);
    told.push(await desk.deliver({}, AbortSignal.timeout(50)));
    nock.abortPendingRequests();
    nock(host)
      .get("/v3/scopes")
      .replyWithError(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
    told.push(await desk.adapter.examine?.(AbortSignal.timeout(1_000), []));
    expect(told).toHaveLength(11);
    expect(JSON.stringify(told) + desk.log.lines.join()).not.toContain("secret-key");
  });
});
