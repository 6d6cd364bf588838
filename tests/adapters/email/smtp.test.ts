import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type StandInSmtp, type StandInSmtpOptions, startStandInSmtp } from "../../stand-ins/smtp/stand-in-smtp.ts";
import { anEmailDesk } from "./email-desk.ts";
import { aRecipient } from "./email-parts.ts";

let smtp: StandInSmtp | undefined;
afterEach(() => smtp?.stop());

async function start(options: StandInSmtpOptions = {}) {
  const server = await startStandInSmtp(options);
  smtp = server;
  return { server, ...(await anEmailDesk({ SMTP_URL: server.url })) };
}

describe("mail over SMTP", () => {
  it("is delivered with the server's word, and known by its Message-ID", async () => {
    const { server, deliver } = await start({ login: { user: "desk@acme", password: "p/w:" } });
    expect(await deliver()).toEqual({
      kind: "delivered",
      note: expect.stringMatching(/^250 /),
      posted: expect.stringMatching(/^<d-[\w-]+@acme\.example>$/),
    });
    expect(server.received).toMatchObject([{ user: "desk@acme", envelope: { to: ["ben@acme.example"] } }]);
  });

  it("is the same at every attempt, to the last byte", async () => {
    const { server, deliver, alert, becomes } = await start();
    const first = alert();
    await deliver(first);
    becomes(new Date("2026-04-19T12:00:00Z"));
    await deliver({ ...first, attempt: 2, uncertainSince: new Date("2026-04-19T11:00:00Z") });
    const [one, two] = server.received;
    expect(one?.raw).toContain("Date: Sun, 19 Apr 2026 10:23:45 +0000");
    expect(two?.raw).toBe(one?.raw);
  });

  it.each([
    [{ how: "refuse", code: 421, methods: "connect" }, { kind: "retry" }],
    [{ how: "hang", methods: "connect" }, { kind: "retry" }],
    [{ how: "drop", methods: "rcptTo" }, { kind: "retry" }],
    [
      { how: "refuse", code: 451, methods: "rcptTo" },
      { kind: "retry", reason: expect.stringContaining("4.7.1") },
    ],
    [{ how: "refuse", code: 452, methods: "data" }, { kind: "retry" }],
    [
      { how: "refuse", code: 554, methods: "data", message: "5.7.1 Spam" },
      { kind: "rejected", reason: expect.stringContaining("5.7.1 Spam") },
    ],
    [{ how: "refuse", code: 550, methods: "rcptTo", message: "5.7.1 Policy" }, { kind: "rejected" }],
    [
      { how: "refuse", code: 554, methods: "rcptTo", message: "5.7.1 Relay access denied" },
      // The next recipient may be of a domain that it does serve.
      { kind: "refused", scope: "address", reason: expect.stringContaining("take the address off") },
    ],
    [
      { how: "refuse", code: 553, methods: "mailFrom", message: "5.7.1 Not yours" },
      { kind: "refused", reason: expect.stringContaining("desk@acme.example") },
    ],
    [
      { how: "refuse", code: 530, methods: "mailFrom", message: "5.7.0 Authentication required" },
      { kind: "refused", reason: expect.stringContaining("password") },
    ],
    [
      { how: "drop", methods: "data" },
      { kind: "ambiguous", lookAfterMs: 30_000 },
    ],
    [
      { how: "drop_after_accepting", methods: "data" },
      { kind: "ambiguous", lookAfterMs: 30_000 },
    ],
  ] as const)("%o means %o", async (misdeed, outcome) => {
    const { server, deliver, desk } = await start();
    server.misbehave({ ...misdeed, times: 1 });
    expect(await deliver({}, AbortSignal.timeout(2_000))).toMatchObject(outcome);
    expect(desk.suppressed).toEqual([]);
  });

  it("is in doubt when its time is up while the server has it", async () => {
    const { server, deliver } = await start();
    server.misbehave({ how: "hang", methods: "data" });
    expect(await deliver({}, AbortSignal.timeout(500))).toMatchObject({ kind: "ambiguous" });
  });

  it.each(["5.1.1 No such user here", "5.1.2 No such domain", "5.1.10 Null MX"])(
    "is mailed to nobody at an address that is gone for good (%s)",
    async (message) => {
      const { server, alert, adapter, desk } = await start();
      server.misbehave({ how: "refuse", code: 550, methods: "rcptTo", message });
      const delivery = alert();
      expect(await adapter.deliver(delivery, AbortSignal.timeout(5_000))).toMatchObject({ kind: "rejected" });
      expect(desk.suppressed).toEqual([
        {
          address: "ben@acme.example",
          kind: "bounced",
          reason: expect.stringContaining(message),
          delivery: delivery.id,
        },
      ]);
    },
  );

  it.each(["5.1.8 Bad sender", "User unknown"])("concludes nothing of an address from %s", async (message) => {
    const { server, deliver, desk } = await start();
    server.misbehave({ how: "refuse", code: 550, methods: "rcptTo", message });
    expect(await deliver()).toMatchObject({ kind: "rejected" });
    expect(desk.suppressed).toEqual([]);
  });

  it("says in an owner's words that the password is no longer good, and never which", async () => {
    const server = await startStandInSmtp({ login: { user: "desk@acme", password: "new" } });
    smtp = server;
    const { deliver, adapter, log } = await anEmailDesk({ SMTP_URL: server.url.replace("new", "hunter2") });
    const outcome = await deliver();
    expect(outcome).toMatchObject({ kind: "refused", scope: "account", reason: expect.stringContaining("SMTP_URL") });
    const findings = await adapter.examine?.(AbortSignal.timeout(5_000), []);
    expect(findings).toMatchObject([{ level: "broken" }]);
    expect(JSON.stringify([outcome, findings]) + log.lines.join()).not.toContain("hunter2");
  });

  it("tries again when there is nobody", async () => {
    const { deliver } = await anEmailDesk({ SMTP_URL: `smtp://127.0.0.1:${await freePort()}` });
    expect(await deliver()).toMatchObject({ kind: "retry", reason: expect.stringContaining("127.0.0.1") });
  });

  it("is not sent to an address that no mail server takes", async () => {
    const { adapter, alert, server } = await start();
    const delivery = alert({}, aRecipient({ email: "jürgen@acme.example" }));
    expect(await adapter.deliver(delivery, AbortSignal.timeout(5_000))).toMatchObject({ kind: "rejected" });
    expect(server.received).toEqual([]);
  });
});

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
