import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { email } from "./email.ts";
import { webhooks } from "./webhooks.ts";

const mail = {
  did: "sendMail",
  id: "1",
  to: [{ email: "shop-001@acme.example" }],
  subject: "Somebody waits",
  text: "Hello",
  headers: { "Message-ID": "<d-1@deskbell.example>" },
  customArgs: { delivery_id: "c.1" },
};

const request = { did: "receive", path: "/webhooks/1", id: "evt_1", verdict: "verified", raw: '{"event":"x"}' };

describe("a mail that is there twice", () => {
  it("is known as a copy by its Message-ID", async () => {
    expect(await shownOf(email, [mail, { ...mail, id: "2" }])).toMatchObject([
      { delivery: "c.1", channel: "shop-001@acme.example", copy: false },
      { delivery: "c.1", copy: true },
    ]);
  });

  it.each([
    { headers: { "Message-ID": "<d-2@deskbell.example>" } },
    { text: "Hello again" },
    { subject: "Somebody still waits" },
  ])("is not known as one with %o", async (other) => {
    expect((await shownOf(email, [mail, { ...mail, ...other }])).map(({ copy }) => copy)).toEqual([false, false]);
  });
});

describe("a webhook that came twice", () => {
  it("is known as a copy by its webhook-id", async () => {
    expect(await shownOf(webhooks, [request, request])).toMatchObject([
      { event: "evt_1", copy: false },
      { event: "evt_1", copy: true },
    ]);
  });

  it.each([{ id: "evt_2" }, { raw: '{"event": "x"}' }])("is not known as one with %o", async (other) => {
    const shown = await shownOf(webhooks, [request, { ...request, ...other }]);
    expect(shown.map(({ copy }) => copy)).toEqual([false, false]);
  });

  it("must not be taken where its signature does not hold", async () => {
    const shown = await shownOf(webhooks, [request, { ...request, verdict: "not signed by this secret" }]);
    expect(shown.map(({ wrong }) => wrong)).toEqual([undefined, "not signed by this secret"]);
  });
});

async function shownOf(platform: typeof email, journal: readonly object[]) {
  const folder = mkdtempSync(join(tmpdir(), "deskbell-journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "journal.jsonl");
  writeFileSync(file, journal.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  const unused = () => Promise.reject(new Error("Only the journal is read."));
  const open = await platform.open({ access: {}, journal: file, control: unused, state: unused, stop: unused });
  return open.shown();
}
