import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aMail, ana, ben, startListeningDesk } from "./listening-desk.ts";

let desk: Awaited<ReturnType<typeof startListeningDesk>>;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stand-in-sendgrid-"));
  desk = await startListeningDesk({ journal: join(folder, "journal.jsonl") });
});
afterEach(async () => {
  await desk.stop();
  await rm(folder, { recursive: true });
});

async function control(name: string, body: unknown, type = "application/json") {
  const response = await fetch(`${desk.sendgrid.url}/_stand-in/${name}`, {
    method: "POST",
    headers: { "content-type": type },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: Object(await response.json()) };
}

const look = async (name: string) => (await fetch(`${desk.sendgrid.url}/_stand-in/${name}`)).json();

describe("driving it from another process", () => {
  it("lets things happen to mails, and tells the state", async () => {
    await desk.post(aMail({ content: [{ type: "text/plain", value: "See\nhttps://acme.example/resolve" }] }));
    await desk.post(aMail({}, ben));
    const [{ id } = { id: "" }] = desk.sendgrid.mails();
    expect((await control("bounce", { id, signing: "good" })).answer).toMatchObject({ via: "http", status: 200 });
    for (const act of ["block", "reportSpam", "unsubscribe"]) await control(act, { to: ben });
    await control("happens", { event: "open", to: ana, fields: { ip: "198.51.100.1" } });
    await control("read", { id });
    await control("follow", { id, url: "https://acme.example/resolve" });
    expect(desk.sendgrid.followed).toEqual([{ id, url: "https://acme.example/resolve", words: "See" }]);
    const state = Object(await look(`state?mailbox=${ana}`));
    expect(state).toMatchObject({
      mailboxes: [
        { address: ana, suppressed: "Bounced Address" },
        { address: ben, suppressed: "Unsubscribed Address" },
      ],
      mails: [{ id, read: true, events: [{}, {}, { event: "bounce" }, { event: "open", ip: "198.51.100.1" }] }],
      older: 0,
    });
    expect(state.mails[0]).not.toHaveProperty("request");
    await control("lift", { address: ana });
    expect(desk.sendgrid.mailboxes()[0]).not.toHaveProperty("suppressed");
    expect(await look("mails")).toMatchObject([{ id, request: { body: expect.stringContaining("resolve") } }, {}]);
    expect(await look("calls")).toMatchObject([{ method: "sendMail", accepted: true }, {}]);
    expect(await look("deliveries")).toMatchObject([{ callback: { kind: "processed" } }, {}, {}, {}, {}, {}, {}]);
  });

  it("is told who listens, what becomes of mail, and how to misbehave", async () => {
    await control("fate", { address: ana, fate: "bounce" });
    await control("automaticEvents", { on: false });
    await desk.post(aMail());
    expect(desk.heard).toEqual([]);
    await control("automaticEvents", { on: true });
    await desk.post(aMail());
    await desk.sendgrid.settled();
    expect(desk.told()).toEqual([`processed ${ana}`, `bounce ${ana}`]);
    await control("postEvents", { events: [{ event: "click", email: ben, timestamp: 1, sg_event_id: "x", url: "u" }] });
    expect(desk.told().at(-1)).toBe(`click ${ben}`);
    await control("events", {});
    expect((await control("unsubscribe", { to: ana })).answer).toMatchObject({ via: "nobody" });
    await control("misbehave", { how: "refuse", status: 413, methods: "sendMail" });
    expect((await desk.post(aMail())).status).toBe(413);
    await control("misbehave", { how: "drip_after_accepting", ms: 5 });
    await control("behave", {});
    await control("verifySenders", { addresses: ["x@acme.example"] });
    expect((await desk.post(aMail())).status).toBe(403);
    await control("revoke", {});
    expect((await desk.post(aMail())).status).toBe(401);
  });

  it("says what is wrong, and takes nothing that a form on another page could send", async () => {
    expect(await control("bounce", { to: ana })).toEqual({
      status: 400,
      answer: { error: `There is no mail to ${ana}.` },
    });
    expect((await control("bounce", {})).answer.error).toContain("Say which mail");
    expect((await control("follow", { id: "x", url: "y" })).answer.error).toBe("There is no mail x.");
    expect(await control("misbehave", { how: "sulk" })).toMatchObject({ status: 400 });
    expect((await control("behave", {}, "text/plain")).status).toBe(415);
    expect((await control("dance", {})).status).toBe(404);
  });

  it("tells of changes as they happen", async () => {
    const { body } = await fetch(`${desk.sendgrid.url}/_stand-in/live`);
    await desk.post(aMail());
    const reader = body?.getReader();
    let heard = "";
    while (reader && !heard.includes("data:")) heard += Buffer.from((await reader.read()).value ?? []).toString();
    expect(heard).toContain(`data: ${JSON.stringify({ did: "accepted", channel: ana })}`);
  });
});

describe("the journal", () => {
  it("has every mail that was accepted and what became of it, also what the caller never learned of, and no key", async () => {
    desk.sendgrid.setFate(ben, "nothing");
    await desk.post(aMail({ custom_args: { delivery_id: "d1" }, headers: { "Message-ID": "<d-1@x>" } }));
    await desk.sendgrid.settled();
    desk.sendgrid.misbehave({ how: "reset_after_accepting", times: 1 });
    await expect(desk.post(aMail({}, ben))).rejects.toThrow();
    desk.sendgrid.misbehave({ how: "server_error" });
    await desk.post(aMail());
    const text = await readFile(join(folder, "journal.jsonl"), "utf8");
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      {
        did: "sendMail",
        to: [{ email: ana }],
        customArgs: { delivery_id: "d1" },
        headers: { "Message-ID": "<d-1@x>" },
      },
      { did: "event", event: "processed", to: ana },
      { did: "event", event: "delivered", to: ana },
      { did: "sendMail", to: [{ email: ben }], misdeed: "reset_after_accepting" },
    ]);
    expect(text).not.toContain(desk.sendgrid.apiKey);
  });
});
