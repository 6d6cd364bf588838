import { createPublicKey, verify } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MailEvent } from "./events/event.ts";
import type { Signing } from "./events/signing.ts";
import { aMail, ana, ben, type Heard, startListeningDesk } from "./listening-desk.ts";
import { startStandInSendGrid } from "./stand-in-sendgrid.ts";

let desk: Awaited<ReturnType<typeof startListeningDesk>>;
beforeEach(async () => {
  desk = await startListeningDesk();
});
afterEach(() => desk.stop());

async function send(to = ana, more: object = {}): Promise<void> {
  expect((await desk.post(aMail(more, to))).status).toBe(202);
  await desk.sendgrid.settled();
}

/** As a receiver would, over the bytes as they came. */
function isSigned({ headers, raw }: Heard, publicKey = desk.sendgrid.publicKey): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
  const timestamp = String(headers["x-twilio-email-event-webhook-timestamp"]);
  const signature = String(headers["x-twilio-email-event-webhook-signature"]);
  return verify("sha256", Buffer.concat([Buffer.from(timestamp), raw]), key, Buffer.from(signature, "base64"));
}

describe("what is told of a mail", () => {
  it("is that it was processed and delivered, with its custom arguments, signed over the raw bytes", async () => {
    await send(ana, { custom_args: { delivery_id: "d1", event: "mine" }, categories: ["alert"] });
    const [heard] = desk.heard;
    const [{ messageId } = { messageId: "" }] = desk.sendgrid.mails();
    expect(heard?.headers).toMatchObject({ "content-type": "application/json", "user-agent": "SendGrid Event API" });
    expect(heard?.raw.subarray(-2).toString()).toBe("\r\n");
    expect(heard && isSigned(heard)).toBe(true);
    const common = { email: ana, delivery_id: "d1", category: ["alert"] };
    expect(heard?.events).toMatchObject([
      { ...common, event: "processed" },
      { ...common, event: "delivered", response: expect.stringContaining("250") },
    ]);
    const [processed, delivered] = heard?.events ?? [];
    expect(String(processed?.sg_message_id)).toMatch(new RegExp(`^${messageId}\\.`));
    expect(String(processed?.["smtp-id"])).toContain(messageId);
    expect(processed?.sg_event_id).not.toBe(delivered?.sg_event_id);
    expect(Math.abs(Number(processed?.timestamp) - Date.now() / 1000)).toBeLessThan(60);
    expect(desk.sendgrid.mails()[0]?.events.map(({ event }) => event)).toEqual(["processed", "delivered"]);
  });

  it("is told of every recipient, and of nobody once that is off", async () => {
    await send(ana, { personalizations: [{ to: [{ email: ana }], bcc: [{ email: ben }] }] });
    expect(desk.told()).toEqual([`processed ${ana}`, `delivered ${ana}`, `processed ${ben}`, `delivered ${ben}`]);
    desk.sendgrid.setAutomaticEvents(false);
    await send();
    expect(desk.heard).toHaveLength(1);
  });

  it("is told although the one who sent it never got an answer", async () => {
    desk.sendgrid.misbehave({ how: "reset_after_accepting" });
    await expect(desk.post(aMail())).rejects.toThrow();
    await desk.sendgrid.settled();
    expect(desk.told()).toEqual([`processed ${ana}`, `delivered ${ana}`]);
  });

  it.each([
    ["bounce", ["processed", "bounce"], { type: "bounce", status: "5.1.1", reason: expect.stringMatching(/^550 /) }],
    ["blocked", ["processed", "bounce"], { type: "blocked", status: "4.2.2", reason: expect.stringMatching(/^452 /) }],
    ["deferred", ["processed", "deferred"], { attempt: "1", response: expect.stringMatching(/^451 /) }],
    ["dropped", ["dropped"], { reason: "Invalid" }],
    ["nothing", [], {}],
  ] as const)("follows the fate of an address: %s", async (fate, names, last) => {
    desk.sendgrid.setFate(ana.toUpperCase(), fate);
    await send();
    const events = desk.heard.flatMap((heard) => heard.events);
    expect(events.map(({ event }) => event)).toEqual(names);
    expect(events.at(-1) ?? {}).toMatchObject(last);
  });
});

describe("what happens later", () => {
  it.each([
    ["bounce", "Bounced Address"],
    ["reportSpam", "Spam Reporting Address"],
    ["unsubscribe", "Unsubscribed Address"],
  ] as const)("after %s nothing is delivered there, until that is lifted", async (act, reason) => {
    await send();
    await send(ben);
    await desk.sendgrid[act]({ to: ana });
    await send();
    await send(ben);
    const last = desk.heard.slice(-2).map(({ events }) => events);
    expect(last).toMatchObject([
      [{ event: "dropped", email: ana, reason }],
      [{ event: "processed" }, { event: "delivered" }],
    ]);
    expect(desk.sendgrid.mailboxes()[0]).toMatchObject({ address: ana, suppressed: reason });
    desk.sendgrid.lift(ana);
    await send();
    expect(desk.told().at(-1)).toBe(`delivered ${ana}`);
  });

  it("goes on after a full mailbox", async () => {
    await send();
    await desk.sendgrid.block({ to: ana });
    expect(desk.heard.at(-1)?.events).toMatchObject([{ event: "bounce", type: "blocked" }]);
    await send();
    expect(desk.told().at(-1)).toBe(`delivered ${ana}`);
  });

  it("happens to a mail by its id, with other fields if they are wanted", async () => {
    await send(ana, { custom_args: { delivery_id: "first" } });
    await send(ana, { custom_args: { delivery_id: "second" } });
    const [{ id } = { id: "" }] = desk.sendgrid.mails();
    const outcome = await desk.sendgrid.bounce({ id }, { fields: { reason: "553 no", sg_message_id: undefined } });
    expect(outcome).toMatchObject({ via: "http", status: 200 });
    const [event] = desk.heard.at(-1)?.events ?? [];
    expect(event).toMatchObject({ delivery_id: "first", reason: "553 no" });
    expect(event).not.toHaveProperty("sg_message_id");
    await desk.sendgrid.happens("open", { to: ana });
    expect(desk.heard.at(-1)?.events).toMatchObject([{ event: "open", delivery_id: "second" }]);
    expect(() => desk.sendgrid.bounce({ to: ben })).toThrow(`There is no mail to ${ben}.`);
  });

  it("is told out of order, late, or of strangers, if a test wants it so", async () => {
    desk.sendgrid.setAutomaticEvents(false);
    await send();
    const delivered = desk.sendgrid.eventOf("delivered", { to: ana });
    const processed = desk.sendgrid.eventOf("processed", { to: ana }, { timestamp: delivered.timestamp - 60 });
    const stranger: MailEvent = { event: "bounce", email: ben, timestamp: 1, sg_event_id: "x" };
    await desk.sendgrid.postEvents([delivered, processed, stranger], { delayMs: 20 });
    expect(desk.told()).toEqual([`delivered ${ana}`, `processed ${ana}`, `bounce ${ben}`]);
  });
});

describe("posting", () => {
  it("comes again, with the same ids, until it is answered with 2xx", async () => {
    const statuses = [500, 400];
    desk.answerWith((response) => response.writeHead(statuses.shift() ?? 204).end());
    await send();
    expect(desk.heard.map(({ raw }) => raw.toString())).toEqual(Array(3).fill(desk.heard[0]?.raw.toString()));
    expect(desk.heard.every((heard) => isSigned(heard))).toBe(true);
    expect(desk.sendgrid.deliveries).toMatchObject([{ attempts: [{ status: 500 }, { status: 400 }, { status: 204 }] }]);
  });

  it("comes twice or late when it is to", async () => {
    desk.sendgrid.misbehave({ how: "deliver_twice", callbacks: ["processed"], times: 1 });
    await send();
    expect(desk.heard).toHaveLength(2);
    expect(desk.heard[1]?.raw).toEqual(desk.heard[0]?.raw);
    await desk.sendgrid.bounce({ to: ana }, { duplicate: true });
    expect(desk.told().slice(-2)).toEqual([`bounce ${ana}`, `bounce ${ana}`]);
  });

  it.each<[Signing, boolean]>([
    ["good", true],
    [{ msAgo: 600_000 }, true],
    ["missing", false],
    ["no_timestamp", false],
    ["wrong_key", false],
    ["of_another_body", false],
    ["of_another_time", false],
    ["malformed", false],
  ])("can be signed badly: %o", async (signing, good) => {
    await send();
    await desk.sendgrid.bounce({ to: ana }, { signing });
    const last = desk.heard.at(-1);
    expect(last && isSigned(last)).toBe(good);
    if (typeof signing === "object")
      expect(Number(last?.headers["x-twilio-email-event-webhook-timestamp"])).toBeLessThan(Date.now() / 1000 - 590);
    if (signing === "missing") expect(last?.headers).not.toHaveProperty("x-twilio-email-event-webhook-timestamp");
  });

  it("says that nobody listens", async () => {
    desk.sendgrid.sendEventsTo(undefined);
    await send();
    expect(await desk.sendgrid.bounce({ to: ana })).toMatchObject({ via: "nobody", status: null });
    expect(desk.heard).toEqual([]);
  });

  it("is signed with the same key after a restart that is given it", async () => {
    const again = await startStandInSendGrid({ signingKey: desk.sendgrid.signingKey });
    expect(again.publicKey).toBe(desk.sendgrid.publicKey);
    await again.stop();
  });
});
