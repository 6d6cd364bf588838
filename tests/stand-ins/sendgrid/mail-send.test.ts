import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aMail, ana, ben, startListeningDesk } from "./listening-desk.ts";

let desk: Awaited<ReturnType<typeof startListeningDesk>>;
beforeEach(async () => {
  desk = await startListeningDesk();
});
afterEach(() => desk.stop());

async function refusal(body: unknown, headers?: Record<string, string>) {
  const response = await desk.post(body, headers);
  return { status: response.status, errors: Object(await response.json()).errors };
}

describe("accepting", () => {
  it("takes what SendGrid's own client sends, and keeps all of it", async () => {
    const [response] = await desk.sdk().send({
      to: { email: ana, name: "Ana Duarte" },
      from: "Deskbell <desk@lampyris.example>",
      replyTo: "reply+abc@in.lampyris.example",
      subject: "Help needed",
      text: "Question: Where is my order?",
      headers: { "Message-ID": "<d-1@lampyris.example>" },
      customArgs: { delivery_id: "d1" },
      categories: ["alert"],
      trackingSettings: { clickTracking: { enable: false, enableText: false } },
    });
    expect([response.statusCode, response.body]).toEqual([202, ""]);
    const [mail] = desk.sendgrid.mails();
    expect(mail).toMatchObject({
      messageId: response.headers["x-message-id"],
      to: [{ email: ana, name: "Ana Duarte" }],
      from: { email: "desk@lampyris.example", name: "Deskbell" },
      replyTo: { email: "reply+abc@in.lampyris.example" },
      subject: "Help needed",
      text: "Question: Where is my order?",
      headers: { "Message-ID": "<d-1@lampyris.example>" },
      customArgs: { delivery_id: "d1" },
      categories: ["alert"],
    });
    expect(JSON.parse(mail?.request.body ?? "")).toMatchObject({ custom_args: { delivery_id: "d1" } });
    expect(JSON.stringify(mail)).not.toContain(desk.sendgrid.apiKey);
    expect(desk.sendgrid.calls).toMatchObject([
      { method: "sendMail", accepted: true, status: 202, messageId: mail?.messageId },
    ]);
  });

  it("makes a mail of each personalization, which says it over", async () => {
    const personalizations = [
      { to: [{ email: ana }], cc: [{ email: ben }], subject: "For Ana", custom_args: { delivery_id: "d1", kind: "x" } },
      { to: [{ email: ben }], from: { email: "other@lampyris.example" }, headers: { "X-A": "2" } },
    ];
    await desk.post(aMail({ personalizations, custom_args: { kind: "alert" }, headers: { "X-A": "1", "X-B": "1" } }));
    const [first, second] = desk.sendgrid.mails();
    expect(first).toMatchObject({ subject: "For Ana", customArgs: { delivery_id: "d1", kind: "x" } });
    expect(second).toMatchObject({
      messageId: first?.messageId,
      from: { email: "other@lampyris.example" },
      subject: "Help needed",
      headers: { "X-A": "2", "X-B": "1" },
    });
    expect(desk.sendgrid.mails(ben.toUpperCase())).toHaveLength(2);
    expect(desk.sendgrid.mailboxes()).toMatchObject([
      { address: ana, mails: 1 },
      { address: ben, mails: 2 },
    ]);
  });

  it("only checks in sandbox mode, and says 200", async () => {
    const response = await desk.post(aMail({ mail_settings: { sandbox_mode: { enable: true } } }));
    await desk.sendgrid.settled();
    expect(response.status).toBe(200);
    expect(desk.sendgrid.mails()).toEqual([]);
    expect(desk.heard).toEqual([]);
  });
});

describe("access", () => {
  it.each([
    ["no key", { authorization: "" }, "The provided authorization grant is invalid, expired, or revoked"],
    [
      "another key",
      { authorization: "Bearer SG.x.y" },
      "The provided authorization grant is invalid, expired, or revoked",
    ],
  ])("is not for whoever has %s", async (_, headers, message) => {
    expect(await refusal(aMail(), headers)).toEqual({ status: 401, errors: [{ message, field: null, help: null }] });
    expect(desk.sendgrid.calls).toMatchObject([{ accepted: false, status: 401 }]);
  });

  it("asks for a key, and ends with it", async () => {
    const response = await fetch(`${desk.sendgrid.url}/v3/mail/send`, { method: "POST", body: "{}" });
    expect([response.status, await response.text()]).toEqual([401, expect.stringContaining("authorization required")]);
    desk.sendgrid.revoke();
    expect(await refusal(aMail())).toMatchObject({ status: 401 });
  });

  it("is for verified senders only, once there is a list of them", async () => {
    desk.sendgrid.verifySenders(["@verified.example", "one@lampyris.example"]);
    const from = (email: string) => desk.post(aMail({ from: { email } }));
    expect((await from("Desk@Verified.example")).status).toBe(202);
    expect((await from("one@lampyris.example")).status).toBe(202);
    expect(await refusal(aMail())).toMatchObject({ status: 403, errors: [{ field: "from" }] });
    const personalizations = [{ to: [{ email: ana }], from: { email: "two@lampyris.example" } }];
    expect(await refusal(aMail({ personalizations, from: { email: "one@lampyris.example" } }))).toMatchObject({
      status: 403,
    });
    expect(desk.sendgrid.mails()).toHaveLength(2);
    desk.sendgrid.verifySenders(undefined);
    expect((await desk.post(aMail())).status).toBe(202);
  });
});

describe("refusing, by the published rules", () => {
  const to = (...emails: unknown[]) => ({ personalizations: [{ to: emails.map((email) => ({ email })) }] });
  const many = (count: number) => Array.from({ length: count }, (_, at) => `a${at}@acme.example`);
  const personal = (more: object) => ({ personalizations: [{ to: [{ email: ana }], ...more }] });
  const text = { type: "text/plain", value: "a" };
  const html = { type: "text/html", value: "<p>a" };

  it.each<[string, object, string | null]>([
    ["no personalizations", { personalizations: undefined }, "personalizations"],
    ["empty personalizations", { personalizations: [] }, "personalizations"],
    [
      "1,001 personalizations",
      { personalizations: many(1001).map((email) => ({ to: [{ email }] })) },
      "personalizations",
    ],
    ["1,001 recipients", to(...many(1001)), "personalizations"],
    ["nobody to send to", to(), "personalizations.0.to"],
    ["no to", { personalizations: [{}] }, "personalizations.0.to"],
    ["no sender", { from: undefined }, "from"],
    ["a sender as text", { from: ana }, "from"],
    ["an address without @", to("ana"), "personalizations.0.to.0.email"],
    ["two addresses in one", to(`${ana},${ben}`), "personalizations.0.to.0.email"],
    ["a line break in an address", to(`${ana}\r\nBcc: ${ben}`), "personalizations.0.to.0.email"],
    ["a name around an address", to(`Ana <${ana}>`), "personalizations.0.to.0.email"],
    ["a domain that is none", to("ana@acme"), "personalizations.0.to.0.email"],
    ["an address that is no text", to(7), "personalizations.0.to.0.email"],
    ["a bad address to reply to", { reply_to: { email: "@" } }, "reply_to.email"],
    ["two ways to reply", { reply_to: { email: ana }, reply_to_list: [{ email: ben }] }, "reply_to_list"],
    ["the same address twice", to(ana, "ANA@acme.example"), "personalizations.0"],
    ["the same address in to and bcc", personal({ bcc: [{ email: ana }] }), "personalizations.0"],
    ["no subject", { subject: undefined }, "subject"],
    ["an empty subject", { subject: "" }, "subject"],
    ["a line break in the subject", { subject: "a\r\nBcc: x@y.example" }, "subject"],
    ["a line break in a name", { from: { email: ana, name: "a\nb" } }, "from.name"],
    ["no content", { content: undefined }, "content"],
    ["empty content", { content: [] }, "content"],
    ["content without a text", { content: [{ type: "text/plain", value: "" }] }, "content.0.value"],
    ["content without a type", { content: [{ value: "a" }] }, "content.0.type"],
    ["content with a charset", { content: [{ type: "text/plain; charset=utf-8", value: "a" }] }, "content.0.type"],
    ["HTML before plain text", { content: [html, text] }, "content"],
    ["plain text twice", { content: [text, text] }, "content"],
    ["plain text behind something else", { content: [{ type: "text/calendar", value: "a" }, text] }, "content"],
    ["a reserved header", { headers: { "Reply-To": ben } }, "headers.Reply-To"],
    ["a reserved header of one recipient", personal({ headers: { bCC: ben } }), "personalizations.0.headers.bCC"],
    ["a header twice", { headers: { "X-A": "1", "x-a": "2" } }, "headers.x-a"],
    ["a header's name with a space", { headers: { "X A": "1" } }, "headers.X A"],
    ["a header that is no text", { headers: { "X-A": 1 } }, "headers.X-A"],
    ["a line break in a header", { headers: { "X-A": "1\r\nBcc: x@y.example" } }, "headers.X-A"],
    ["a number as custom argument", { custom_args: { id: 1 } }, "custom_args.id"],
    ["empty custom arguments", { custom_args: {} }, "custom_args"],
    ["10,000 bytes of custom arguments", { custom_args: { a: "é".repeat(4996) } }, "custom_args"],
    [
      "custom arguments that are too much together",
      { ...personal({ custom_args: { b: "x".repeat(5000) } }), custom_args: { a: "x".repeat(5000) } },
      "personalizations.0.custom_args",
    ],
    ["11 categories", { categories: many(11) }, "categories"],
    ["a category twice", { categories: ["a", "a"] }, "categories"],
    ["a long category", { categories: ["a".repeat(256)] }, "categories.0"],
    ["a date too far ahead", { send_at: Math.floor(Date.now() / 1000) + 73 * 3600 }, "send_at"],
    ["a date as text", { send_at: "2026-01-01" }, "send_at"],
    ["an attachment that is not base64", { attachments: [{ content: "€", filename: "a" }] }, "attachments.0.content"],
    [
      "a setting that is no boolean",
      { tracking_settings: { click_tracking: { enable: "no" } } },
      "tracking_settings.click_tracking.enable",
    ],
    ["a field that there is not", { replyTo: { email: ben } }, "replyTo"],
    ["a field that there is not, further down", personal({ unique_args: {} }), "personalizations.0.unique_args"],
  ])("%s", async (_, more, field) => {
    const { status, errors } = await refusal(aMail(more));
    expect({ status, field: errors[0].field }).toEqual({ status: 400, field });
    expect(errors[0].message).toMatch(/.{10}/);
    expect(errors[0].help).toMatch(/^http.*#message\./);
    expect(desk.sendgrid.mails()).toEqual([]);
  });

  it.each<[string, object]>([
    ["a subject of everybody's own", { subject: undefined, ...personal({ subject: "For you" }) }],
    ["a template instead of subject and content", { subject: undefined, content: undefined, template_id: "d-1" }],
    ["plain text, then HTML, then more", { content: [text, html, { type: "text/calendar", value: "a" }] }],
    ["1,000 recipients", to(...many(1000))],
    ["9,999 bytes of custom arguments", { custom_args: { a: "x".repeat(9991) } }],
    [
      "the same address in two personalizations",
      { personalizations: [{ to: [{ email: ana }] }, { to: [{ email: ana }] }] },
    ],
    ["odd but good addresses", to("a+b_c.d'e@sub-domain.acme.example", "x@xn--mller-kva.example")],
    ["an attachment", { attachments: [{ content: "YQ==", filename: "a.txt", type: "text/plain" }] }],
    [
      "hostile text",
      { subject: "<b>\u202E=1+1", content: [{ type: "text/plain", value: "\u0000\ud83d\ude00\r\n.\r\n" }] },
    ],
  ])("but not %s", async (_, more) => {
    expect((await desk.post(aMail(more))).status).toBe(202);
  });

  it("says everything that is wrong at once", async () => {
    const { errors } = await refusal({ personalizations: [{ to: [{ email: "x" }] }], from: {} });
    expect(errors.map(({ field }: { field: string }) => field)).toEqual([
      "personalizations.0.to.0.email",
      "from.email",
    ]);
  });

  it.each<[string, string | Blob, Record<string, string>, number]>([
    ["no JSON", "{", {}, 400],
    ["a list", "[]", {}, 400],
    ["another type", JSON.stringify(aMail()), { "content-type": "text/plain" }, 415],
    ["bytes that are no UTF-8", new Blob([Uint8Array.of(0x22, 0xff, 0x22)]), {}, 400],
    [
      "more than 30 MB",
      JSON.stringify(aMail({ content: [{ type: "text/plain", value: "x".repeat(31 << 20) }] })),
      {},
      413,
    ],
  ])("%s", async (_, body, headers, status) => {
    expect(await refusal(body, headers)).toMatchObject({ status, errors: [{ field: null }] });
  });

  it("other addresses and methods", async () => {
    const ask = async (path: string, method: string) =>
      (await fetch(desk.sendgrid.url + path, { method, headers: { authorization: `Bearer ${desk.sendgrid.apiKey}` } }))
        .status;
    expect([await ask("/v3/mail/send", "GET"), await ask("/v3/mail/sent", "POST")]).toEqual([405, 404]);
    expect(desk.sendgrid.calls).toMatchObject([
      { method: "other", request: "GET /v3/mail/send" },
      { method: "other", request: "POST /v3/mail/sent" },
    ]);
  });
});
