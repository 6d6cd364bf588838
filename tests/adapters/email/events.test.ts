import { describe, expect, it, onTestFinished } from "vitest";
import type { Delivery } from "../../../core/index.ts";
import { startStandInSendGrid } from "../../stand-ins/sendgrid/stand-in-sendgrid.ts";
import { anEmailDesk } from "./email-desk.ts";

async function aMail() {
  const sendgrid = await startStandInSendGrid({ automaticEvents: false, eventRetryDelaysMs: [50, 50] });
  onTestFinished(sendgrid.stop);
  const env = {
    SENDGRID_API_KEY: sendgrid.apiKey,
    SENDGRID_BASE_URL: sendgrid.url,
    SENDGRID_EVENT_PUBLIC_KEY: sendgrid.publicKey,
  };
  const desk = await anEmailDesk(env, { now: () => new Date() });
  sendgrid.sendEventsTo(`${await desk.serve()}/events`);
  const delivery: Delivery = desk.alert();
  desk.desk.awaits(delivery.id, delivery.destination);
  expect(await desk.adapter.deliver(delivery, AbortSignal.timeout(5_000))).toMatchObject({ kind: "delivered" });
  const nothing = () => expect([desk.desk.confirmed, desk.desk.arrivals, desk.desk.suppressed]).toEqual([[], [], []]);
  return { sendgrid, ...desk, delivery, nothing, to: { to: "ben@acme.example" } };
}

describe("what SendGrid tells of a mail", () => {
  it("confirms it once it was processed, and that it arrived once it was delivered", async () => {
    const { sendgrid, desk, delivery, to } = await aMail();
    expect(await sendgrid.happens("processed", to)).toMatchObject({ status: 204 });
    expect(desk.confirmed).toEqual([{ delivery: delivery.id, posted: expect.any(String), accepted: true }]);
    expect(desk.arrivals).toEqual([]);
    await sendgrid.happens("delivered", to);
    expect(desk.arrivals).toEqual([delivery.id]);
    expect(desk.suppressed).toEqual([]);
  });

  it.each([
    ["a bounce", "bounce", {}, { kind: "bounced", reason: expect.stringContaining("5.1.1") }],
    ["a mail that was dropped", "dropped", {}, { kind: "dropped", reason: "Bounced Address" }],
    ["a report of spam", "spamreport", {}, { kind: "reported_spam", reason: "" }],
  ] as const)("suppresses the address after %s", async (_, event, fields, why) => {
    const { sendgrid, desk, delivery, to } = await aMail();
    await sendgrid.happens(event, to, { fields });
    expect(desk.suppressed).toEqual([{ address: "ben@acme.example", ...why, delivery: delivery.id }]);
  });

  it.each([
    ["it was blocked, for now", "bounce", { type: "blocked" }],
    ["it is tried again", "deferred", {}],
    ["it was opened", "open", {}],
    ["the plan is used up", "dropped", { reason: "Recipient List over Package Quota" }],
    ["the content was disliked", "dropped", { reason: "Spam Content (if Spam Checker app enabled)" }],
  ] as const)("concludes nothing of the address when %s", async (_, event, fields) => {
    const { sendgrid, to, nothing } = await aMail();
    expect(await sendgrid.happens(event, to, { fields })).toMatchObject({ status: 204 });
    nothing();
  });

  it.each([
    ["of another application", { delivery_id: undefined }],
    ["of another application with such an argument", { delivery_id: 42 }],
    [
      "that nobody here sent",
      { delivery_id: "00000000-0000-4000-8000-000000000001.0196c1f2-3a4b-7c5d-8e6f-0123456789ab" },
    ],
    ["to another address", { email: "eve@acme.example" }],
    ["without an address", { email: undefined }],
  ])("ignores what is told of a mail %s", async (_, fields) => {
    const { sendgrid, desk, to } = await aMail();
    expect(await sendgrid.bounce(to, { fields })).toMatchObject({ status: 204 });
    expect([desk.arrivals, desk.suppressed]).toEqual([[], []]);
    expect(desk.confirmed.filter(({ accepted }) => accepted)).toEqual([]);
  });

  it("takes in the rest when one of many is not of ours", async () => {
    const { sendgrid, desk, delivery, to } = await aMail();
    const foreign = { event: "delivered", email: "x@y.example", timestamp: 1, sg_event_id: "e" } as const;
    await sendgrid.postEvents([foreign, sendgrid.eventOf("delivered", to)]);
    expect(desk.arrivals).toEqual([delivery.id]);
  });

  it.each(["missing", "no_timestamp", "wrong_key", "of_another_body", "of_another_time", "malformed"] as const)(
    "is not believed when its signature is %s",
    async (signing) => {
      const { sendgrid, to, nothing } = await aMail();
      expect(await sendgrid.bounce(to, { signing })).toMatchObject({ status: 401 });
      nothing();
    },
  );

  it.each([-400_000, 301_000])("is not believed when it was signed %i ms ago", async (msAgo) => {
    const { sendgrid, to, nothing } = await aMail();
    expect(await sendgrid.bounce(to, { signing: { msAgo } })).toMatchObject({ status: 401 });
    nothing();
  });

  it("comes again when it could not be stored", async () => {
    const { sendgrid, desk, to } = await aMail();
    desk.breaks(new Error("The database is away."));
    const told = sendgrid.bounce(to);
    await expect.poll(() => sendgrid.deliveries.at(-1)?.attempts.length).toBeGreaterThan(0);
    desk.breaks(null);
    await told;
    await sendgrid.settled();
    expect(sendgrid.deliveries.at(-1)?.attempts.map(({ status }) => status)).toEqual([503, 204]);
    expect(desk.suppressed).toHaveLength(1);
  });

  it("is refused when it is larger than SendGrid sends", async () => {
    const { serve, nothing } = await aMail();
    const answer = await fetch(`${await serve()}/events`, { method: "POST", body: "x".repeat(3 * 1024 * 1024) });
    expect(answer.status).toBe(413);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    nothing();
  });
});

describe("without SENDGRID_EVENT_PUBLIC_KEY", () => {
  it("there is nobody who takes events in", async () => {
    const { serve } = await anEmailDesk({ SENDGRID_API_KEY: "SG.abc.def" });
    expect((await fetch(`${await serve()}/events`, { method: "POST", body: "[]" })).status).toBe(404);
  });
});
