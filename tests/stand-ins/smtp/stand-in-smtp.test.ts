import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTransport, type SendMailOptions } from "nodemailer";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type StandInSmtp, type StandInSmtpOptions, startStandInSmtp } from "./stand-in-smtp.ts";

let smtp: StandInSmtp;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stand-in-smtp-"));
});
afterEach(async () => {
  await smtp.stop();
  await rm(folder, { recursive: true });
});

const start = async (options?: StandInSmtpOptions) => {
  smtp = await startStandInSmtp(options);
};

const mail: SendMailOptions = {
  from: { name: "Deskbell", address: "desk@acme.example" },
  to: { name: "Ana", address: "ana@acme.example" },
  subject: "Help needed",
  text: "Question: wo ist mein Päckchen?\n",
  headers: { "Auto-Submitted": "auto-generated" },
};

interface Way {
  url?: string;
  requireTLS?: boolean;
  patienceMs?: number;
}

/** The server's answer, or what went wrong. */
async function send(more: SendMailOptions = {}, { url = smtp.url, requireTLS = false, patienceMs }: Way = {}) {
  const patience = patienceMs === undefined ? {} : { socketTimeout: patienceMs, greetingTimeout: patienceMs };
  const transport = createTransport({ url, requireTLS, tls: { rejectUnauthorized: false }, ...patience });
  return transport.sendMail({ ...mail, ...more }).then(
    ({ response }) => response,
    (error: unknown) => error,
  );
}

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

describe("a mail server that stands in", () => {
  it("keeps the mail as it was meant, and its envelope as it was said", async () => {
    await start();
    expect(
      await send({
        messageId: "<d-1@acme.example>",
        envelope: { from: "bounces@acme.example", to: ["ana@acme.example"] },
      }),
    ).toContain("250");
    await smtp.until(() => smtp.received.length === 1);
    const [received] = smtp.received;
    expect(received?.envelope).toEqual({ from: "bounces@acme.example", to: ["ana@acme.example"] });
    expect(received?.mail).toMatchObject({
      subject: "Help needed",
      text: "Question: wo ist mein Päckchen?\n",
      messageId: "<d-1@acme.example>",
      from: { value: [{ name: "Deskbell", address: "desk@acme.example" }] },
    });
    expect(received?.mail.headers.get("auto-submitted")).toBe("auto-generated");
    expect(received?.raw).toContain("Subject: Help needed");
    expect(received).toMatchObject({ secure: false, user: undefined });
  });

  it("takes mail only from who knows the password, if there is one", async () => {
    await start({ login: { user: "desk@acme", password: "s3cret:/" } });
    expect(await send()).toContain("250");
    expect(smtp.received[0]?.user).toBe("desk@acme");
    const stranger = smtp.url.replace("s3cret", "guess");
    expect(await send({}, { url: stranger })).toMatchObject({ code: "EAUTH", responseCode: 535 });
    expect(await send({}, { url: `smtp://127.0.0.1:${smtp.port}` })).toMatchObject({ responseCode: 530 });
    expect(smtp.received).toHaveLength(1);
  });

  it.skipIf(!hasOpenssl)("offers TLS when it is given a certificate", async () => {
    const key = join(folder, "key.pem");
    const request = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-days",
      "1",
    ];
    execFileSync("openssl", [...request, "-subj", "/CN=localhost", "-keyout", key, "-out", `${key}.crt`], {
      stdio: "ignore",
    });
    await start({ startTls: { key: await readFile(key, "utf8"), cert: await readFile(`${key}.crt`, "utf8") } });
    expect(await send({}, { requireTLS: true })).toContain("250");
    expect(smtp.received[0]?.secure).toBe(true);
  });

  it("offers no TLS without one", async () => {
    await start();
    expect(await send({}, { requireTLS: true })).toMatchObject({ code: "ETLS" });
  });

  it.each([550, 451])("refuses single recipients with %i", async (code) => {
    await start();
    smtp.refuse("Ben@acme.example", code);
    expect(await send({ to: "ben@acme.example" })).toMatchObject({ code: "EENVELOPE", responseCode: code });
    expect(await send()).toContain("250");
    expect(smtp.received.map(({ envelope }) => envelope.to)).toEqual([["ana@acme.example"]]);
  });

  it.each([
    ["greeting", "connect", { how: "hang" }, { code: "ETIMEDOUT" }],
    ["sender", "mailFrom", { how: "refuse", code: 553 }, { responseCode: 553 }],
    ["recipient", "rcptTo", { how: "hang" }, { code: "ETIMEDOUT" }],
    ["recipient", "rcptTo", { how: "drop" }, { code: expect.stringMatching(/ECONNECTION|ESOCKET|ECONNRESET/) }],
    ["content", "data", { how: "refuse", code: 554, message: "5.7.1 No" }, { responseCode: 554 }],
    ["content", "data", { how: "hang" }, { code: "ETIMEDOUT" }],
    ["content", "data", { how: "drop" }, { code: expect.stringMatching(/ECONNECTION|ESOCKET|ECONNRESET/) }],
  ] as const)("misbehaves at the %s (%s) with %o, and keeps nothing", async (_, methods, misdeed, error) => {
    await start();
    smtp.misbehave({ ...misdeed, methods, times: 1 });
    expect(await send({}, misdeed.how === "hang" ? { patienceMs: 300 } : {})).toMatchObject(error);
    expect(smtp.received).toEqual([]);
    expect(await send()).toContain("250");
  });

  it("keeps a mail although its sender never learns of it, also in the journal", async () => {
    const journal = join(folder, "journal.jsonl");
    await start({ journal });
    smtp.misbehave({ how: "drop_after_accepting" });
    expect(await send({ messageId: "<d-2@acme.example>" })).toBeInstanceOf(Error);
    expect(smtp.received).toHaveLength(1);
    expect(JSON.parse(await readFile(journal, "utf8"))).toMatchObject({
      did: "accept",
      envelope: { to: ["ana@acme.example"] },
      messageId: "<d-2@acme.example>",
    });
    smtp.behave();
    expect(await send()).toContain("250");
  });
});
