import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readEmailConfig } from "../../../adapters/email/config.ts";
import { ConfigurationError } from "../../../core/index.ts";

const publicKey = generateKeyPairSync("ec", { namedCurve: "prime256v1" })
  .publicKey.export({ format: "der", type: "spki" })
  .toString("base64");
const whole = { SENDGRID_API_KEY: "SG.abc.def", EMAIL_FROM: "Acme Support <desk@acme.example>" };

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readEmailConfig(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe("the configuration of e-mail", () => {
  it.each([{}, { SENDGRID_API_KEY: " ", SMTP_URL: "" }, { EMAIL_FROM: "desk@acme.example" }])(
    "is the mailbox on this machine where there is no way to send: %j",
    (env) => {
      expect(readEmailConfig(env).way).toEqual({ kind: "mailbox" });
    },
  );

  it("is SendGrid with a key and a sender, also where there is a mail server", () => {
    const config = readEmailConfig({
      ...whole,
      SENDGRID_EVENT_PUBLIC_KEY: publicKey,
      SMTP_URL: "smtp://mail.acme.example",
    });
    expect(config).toMatchObject({
      way: { kind: "sendgrid", apiKey: "SG.abc.def", baseUrl: "https://api.sendgrid.com" },
      from: { email: "desk@acme.example", name: "Acme Support" },
      insteadOfSmtp: true,
    });
    expect(config.way.kind === "sendgrid" && config.way.eventKey?.asymmetricKeyType).toBe("ec");
  });

  it("may be SendGrid's in Europe, and take replies in", () => {
    const env = { SENDGRID_BASE_URL: "https://api.eu.sendgrid.com/", EMAIL_REPLY_DOMAIN: "in.acme.example" };
    const { way } = readEmailConfig({ ...whole, ...env, SENDGRID_INBOUND_PUBLIC_KEY: publicKey });
    expect(way).toMatchObject({ baseUrl: "https://api.eu.sendgrid.com", eventKey: null });
  });

  it.each([
    ["smtp://mail.acme.example", { host: "mail.acme.example", port: 587, secure: false, login: null }],
    ["smtps://mail.acme.example", { port: 465, secure: true }],
    ["smtp://desk%40acme:p%2Fw%3A@mail.acme.example:2525", { port: 2525, login: { user: "desk@acme", pass: "p/w:" } }],
    ["smtp://[::1]:25", { host: "::1", port: 25 }],
  ])("is a mail server: %s", (SMTP_URL, way) => {
    const { way: read, from } = readEmailConfig({ SMTP_URL, EMAIL_FROM: "desk@münchen.example" });
    expect(read).toMatchObject({ kind: "smtp", ...way });
    expect(from).toEqual({ email: "desk@xn--mnchen-3ya.example", name: "Deskbell" });
  });

  it.each([
    [{ SENDGRID_API_KEY: "SG.abc.def" }, /^EMAIL_FROM is missing, .*Settings → Sender Authentication/],
    [{ SMTP_URL: "smtp://mail.acme.example" }, /^EMAIL_FROM is missing/],
    [{ ...whole, SENDGRID_API_KEY: "xoxb-1" }, /^SENDGRID_API_KEY .*Settings → API Keys/],
    [
      { SENDGRID_BASE_URL: "https://api.eu.sendgrid.com" },
      /^SENDGRID_API_KEY is missing, but SENDGRID_BASE_URL is set/,
    ],
    [{ ...whole, SENDGRID_BASE_URL: "eu" }, /^SENDGRID_BASE_URL .*api\.eu\.sendgrid\.com/],
    [
      { ...whole, SENDGRID_EVENT_PUBLIC_KEY: "abc" },
      /^SENDGRID_EVENT_PUBLIC_KEY .*Event Webhook → Signature Verification/,
    ],
    [{ ...whole, EMAIL_REPLY_DOMAIN: "in.acme.example" }, /^SENDGRID_INBOUND_PUBLIC_KEY is missing/],
    [{ ...whole, SENDGRID_INBOUND_PUBLIC_KEY: publicKey }, /^EMAIL_REPLY_DOMAIN is missing/],
    [{ ...whole, EMAIL_REPLY_DOMAIN: "in", SENDGRID_INBOUND_PUBLIC_KEY: publicKey }, /^EMAIL_REPLY_DOMAIN is "in"/],
    [{ EMAIL_FROM: "desk@acme.example, z@x.example" }, /^EMAIL_FROM is/],
    [{ ...whole, EMAIL_FROM: "Desk <desk@acme.example> <z@x.example>" }, /^EMAIL_FROM is/],
    [{ SMTP_URL: "http://mail.acme.example", EMAIL_FROM: "desk@acme.example" }, /^SMTP_URL is not an address/],
    [{ SMTP_URL: "smtp://only-user@mail.acme.example", EMAIL_FROM: "desk@acme.example" }, /^SMTP_URL is not/],
  ])("by halves or wrong stops the start, and says which and where: %j", (env, problem) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(problem)]);
  });

  it("names all that is wrong at once, and never repeats a secret", () => {
    const problems = problemsOf({
      SENDGRID_API_KEY: "hunter2",
      SENDGRID_EVENT_PUBLIC_KEY: "swordfish",
      SMTP_URL: "smtp://user:sesame@",
      EMAIL_FROM: "nobody",
    });
    expect(problems).toHaveLength(4);
    expect(problems.join()).not.toMatch(/hunter2|swordfish|sesame/);
  });
});
