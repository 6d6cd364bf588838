import nock from "nock";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { watchAccount } from "../../../adapters/email/watch.ts";
import { startStandInSmtp } from "../../stand-ins/smtp/stand-in-smtp.ts";
import { recordingDesk } from "../recording-desk.ts";
import { recordingLog } from "../recording-log.ts";
import { anEmailDesk } from "./email-desk.ts";

const host = "https://sendgrid.example";
const env = { SENDGRID_API_KEY: "SG.abc.def", SENDGRID_BASE_URL: host };

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

describe("mail that was refused as a whole", () => {
  it("goes on by itself once SendGrid would take it: asked in its sandbox, so that nothing is sent", async () => {
    const asked: unknown[] = [];
    const sandbox = (status: number) =>
      nock(host)
        .post("/v3/mail/send")
        .reply(status, (_uri, body) => void asked.push(Object(body).mail_settings));
    const { createSendGrid } = await import("../../../adapters/email/sendgrid.ts");
    const way = { kind: "sendgrid", apiKey: "SG.abc.def", baseUrl: host, eventKey: null } as const;
    const transport = createSendGrid(way, { email: "desk@acme.example", name: "Desk" }, () => new Date());
    const desk = recordingDesk();
    const log = recordingLog();
    const watch = watchAccount({ transport, account: "sendgrid", desk, log }, { firstMs: 10, slowestMs: 20 });
    sandbox(403);
    sandbox(401);
    sandbox(200);
    watch.doubt();
    const ending = new AbortController();
    const ran = watch.run(ending.signal);
    await vi.waitUntil(() => desk.resumed.length > 0, 5_000);
    ending.abort();
    await ran;
    expect(desk.resumed).toEqual([{ account: "sendgrid" }]);
    expect(asked).toEqual(Array(3).fill({ sandbox_mode: { enable: true } }));
  });
});

describe("what doctor finds of e-mail", () => {
  const findings = async (of: Record<string, string>) =>
    (await anEmailDesk(of)).adapter.examine?.(AbortSignal.timeout(5_000), []);
  const answers = (scopes: unknown, senders: unknown = 403, domains: unknown = 403) => {
    for (const [path, answer] of [
      ["/v3/scopes", scopes],
      ["/v3/verified_senders", senders],
      ["/v3/whitelabel/domains", domains],
    ] as const) {
      if (typeof answer === "number")
        nock(host)
          .get(path)
          .reply(answer, { errors: [{ message: "access forbidden" }] });
      else nock(host).get(path).reply(200, JSON.stringify(answer), { "content-type": "application/json" });
    }
  };
  const maySend = { scopes: ["mail.send", "2fa_required"] };
  const verified = { results: [{ from_email: "Desk@acme.example", verified: true }] };

  it("is all well with a key that may send, a verified sender and signed events", async () => {
    const { publicKey } = await import("node:crypto").then(({ generateKeyPairSync }) =>
      generateKeyPairSync("ec", { namedCurve: "prime256v1" }),
    );
    answers(maySend, verified, []);
    const key = publicKey.export({ format: "der", type: "spki" }).toString("base64");
    expect((await findings({ ...env, SENDGRID_EVENT_PUBLIC_KEY: key }))?.map(({ level }) => level)).toEqual([
      "ok",
      "ok",
      "ok",
    ]);
  });

  it("takes an authenticated domain for every address of it", async () => {
    answers(maySend, { results: [] }, [{ domain: "acme.example", valid: true }]);
    expect((await findings(env))?.[1]).toMatchObject({ level: "ok" });
  });

  it("warns of what a key for sending only does not let it see, and of bounces that nobody tells", async () => {
    answers(maySend);
    expect(await findings(env)).toMatchObject([
      { level: "ok" },
      { level: "warning", todo: expect.stringContaining("Sender Authentication") },
      { level: "warning", todo: expect.stringContaining("/adapters/email/events") },
    ]);
  });

  it.each([
    ["the key is refused", 401, verified, /no longer accepts/],
    ["the key may not send", { scopes: ["stats.read"] }, verified, /may not send/],
  ])("finds that %s", async (_, scopes, senders, what) => {
    answers(scopes, senders, []);
    expect((await findings(env))?.[0]).toMatchObject({
      level: "broken",
      what: expect.stringMatching(what),
      todo: expect.stringContaining("API Keys"),
    });
  });

  it("finds that the sender is not verified", async () => {
    answers(maySend, { results: [{ from_email: "other@acme.example", verified: true }] }, [
      { domain: "acme.example", valid: false },
    ]);
    expect((await findings(env))?.[1]).toMatchObject({
      level: "broken",
      what: expect.stringContaining("desk@acme.example"),
    });
  });

  it("asks a mail server for its login, and sends nothing", async () => {
    nock.enableNetConnect("127.0.0.1");
    const smtp = await startStandInSmtp({ login: { user: "desk", password: "right" } });
    expect(await findings({ SMTP_URL: smtp.url })).toMatchObject([{ level: "ok" }]);
    expect(await findings({ SMTP_URL: smtp.url.replace("right", "wrong") })).toMatchObject([{ level: "broken" }]);
    expect(smtp.received).toEqual([]);
    await smtp.stop();
    nock.disableNetConnect();
  });

  it("warns that a mailbox on this machine is read by nobody", async () => {
    expect(await findings({})).toMatchObject([{ level: "warning", todo: expect.stringContaining("SENDGRID_API_KEY") }]);
  });
});

describe("at start", () => {
  it.each([
    [{}, "warn E-mail: nothing is sent"],
    [{ ...env, SMTP_URL: "smtp://mail.acme.example" }, "info E-mail: both SENDGRID_API_KEY and SMTP_URL are set"],
    [
      { SMTP_URL: "smtp://user:sesame@mail.acme.example" },
      "info E-mail: goes out from desk@acme.example by mail.acme.example",
    ],
  ])("says which way mail goes: %j", async (of, line) => {
    const { adapter, log } = await anEmailDesk(of);
    const ending = new AbortController();
    const ran = adapter.run?.(ending.signal);
    ending.abort();
    await ran;
    expect(log.lines.join("\n")).toContain(line);
    expect(log.lines.join("\n")).not.toContain("sesame");
  });
});
