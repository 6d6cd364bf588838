import { describe, expect, it } from "vitest";
import type { Delivery } from "../../../core/index.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { aReceivedEvent } from "../../builders/events.ts";
import { aSlackDesk } from "./slack-desk.ts";
import { supportChannel } from "./slack-platform.ts";

const ago = (ms: number) => new Date(Date.now() - ms);

describe.each(["reset_after_accepting", "server_error_after_accepting", "cut_after_accepting"] as const)(
  "when Slack took a card but its answer was lost (%s)",
  (how) => {
    it("finds the card and takes it over instead of posting it twice", async () => {
      const { slack, adapter } = await aSlackDesk({ running: false });
      slack.misbehave({ how, methods: "chat.postMessage", times: 1 });
      const delivery = aDelivery();
      const signal = AbortSignal.timeout(15_000);
      expect(await adapter.deliver(delivery, signal)).toMatchObject({ kind: "ambiguous", lookAfterMs: 2000 });
      const [posted] = slack.messages(supportChannel);
      const again = await adapter.deliver({ ...delivery, attempt: 2, uncertainSince: ago(2100) }, signal);
      expect(again).toEqual({ kind: "delivered", posted: `${supportChannel}/${posted?.ts}` });
      expect(slack.messages(supportChannel)).toHaveLength(1);
    });
  },
);

describe("when it is unknown whether a card arrived", () => {
  const uncertain = (with_: Partial<Delivery>) => aDelivery({ attempt: 2, ...with_ });
  const signal = () => AbortSignal.timeout(15_000);

  it("does not look before Slack can be expected to show it", async () => {
    const { slack, adapter } = await aSlackDesk({ running: false });
    const outcome = await adapter.deliver(uncertain({ uncertainSince: ago(500) }), signal());
    expect(outcome).toMatchObject({ kind: "ambiguous", after: "unable" });
    expect(outcome.kind === "ambiguous" && outcome.lookAfterMs).toBeLessThanOrEqual(1500);
    expect(slack.calls).toEqual([]);
  });

  it("looks twice before it sends again", async () => {
    const { slack, adapter } = await aSlackDesk({ running: false });
    const first = await adapter.deliver(uncertain({ uncertainSince: ago(2100), looks: 0 }), signal());
    expect(first).toMatchObject({ kind: "ambiguous", after: "looked", lookAfterMs: 3000 });
    expect(slack.messages(supportChannel)).toEqual([]);
    const second = await adapter.deliver(uncertain({ uncertainSince: ago(5200), looks: 1 }), signal());
    expect(second).toMatchObject({ kind: "delivered" });
    expect(slack.messages(supportChannel)).toHaveLength(1);
  });

  it("never sends blindly when it cannot look", async () => {
    const { slack, adapter } = await aSlackDesk({ running: false });
    slack.misbehave({ how: "server_error", methods: "conversations.history", times: 1 });
    const blind = await adapter.deliver(uncertain({ uncertainSince: ago(9000), looks: 1 }), signal());
    expect(blind).toMatchObject({ kind: "ambiguous", after: "unable" });
    slack.misbehave({ how: "rate_limited", retryAfter: 11, methods: "conversations.history", times: 1 });
    const limited = await adapter.deliver(uncertain({ uncertainSince: ago(9000), looks: 1 }), signal());
    expect(limited).toMatchObject({ kind: "ambiguous", after: "unable", lookAfterMs: 11_000 });
    expect(slack.messages(supportChannel)).toEqual([]);
  });

  it("looks through every page of a busy channel", async () => {
    const { slack, adapter, deliver } = await aSlackDesk({ running: false });
    const delivery = uncertain({ uncertainSince: ago(3000) });
    const chatter = (count: number) => {
      for (let index = 0; index < count; index += 1) slack.say({ channel: supportChannel, text: `chatter ${index}` });
    };
    chatter(250);
    const posted = await deliver({ id: delivery.id });
    chatter(250);
    expect(await adapter.deliver(delivery, signal())).toEqual(posted);
    expect(slack.calls.filter(({ method }) => method === "conversations.history").length).toBeGreaterThan(1);
  });

  it("looks in the thread for what stands in the thread", async () => {
    const { slack, adapter, postCard } = await aSlackDesk({ running: false });
    const { ref, ts } = await postCard();
    slack.misbehave({ how: "reset_after_accepting", methods: "chat.postMessage", times: 1 });
    const mirror = aDelivery({ effect: "message", event: aReceivedEvent(), posted: { card: ref, message: null } });
    expect(await adapter.deliver(mirror, signal())).toMatchObject({ kind: "ambiguous" });
    const again = await adapter.deliver({ ...mirror, uncertainSince: ago(2500) }, signal());
    const [, reply] = slack.thread(supportChannel, ts);
    expect(again).toEqual({ kind: "delivered", posted: `${supportChannel}/${reply?.ts}` });
    expect(slack.thread(supportChannel, ts)).toHaveLength(2);
  });

  it("pauses the channel when it cannot look because the channel is gone", async () => {
    const { slack, adapter } = await aSlackDesk({ running: false });
    slack.misbehave({ how: "refuse", error: "channel_not_found", methods: "conversations.history" });
    const outcome = await adapter.deliver(uncertain({ uncertainSince: ago(9000) }), signal());
    expect(outcome).toMatchObject({ kind: "refused", scope: "address" });
  });
});

describe("a call that hangs", () => {
  it("ends when the delivery's time is up, and counts as uncertain", async () => {
    const { slack, deliver } = await aSlackDesk({ running: false });
    slack.misbehave({ how: "hang", methods: "chat.postMessage" });
    expect(await deliver({}, AbortSignal.timeout(200))).toMatchObject({ kind: "ambiguous" });
  });
});

describe("Slack's own receipt", () => {
  it("confirms a delivery whose answer was lost", async () => {
    const { slack, desk, log, adapter } = await aSlackDesk();
    await waitForIdentity(log);
    slack.misbehave({ how: "reset_after_accepting", methods: "chat.postMessage", times: 1 });
    const delivery = aDelivery();
    desk.awaits(delivery.id, delivery.destination);
    await adapter.deliver(delivery, AbortSignal.timeout(15_000));
    await slack.settled();
    const [posted] = slack.messages(supportChannel);
    expect(desk.confirmed).toEqual([
      { delivery: delivery.id, posted: `${supportChannel}/${posted?.ts}`, accepted: true },
    ]);
  });

  it("is not taken from another app that copied our mark", async () => {
    const { slack, desk, log } = await aSlackDesk();
    await waitForIdentity(log);
    const metadata = { event_type: "deskbell_delivery", event_payload: { delivery_id: aDelivery().id } };
    const event = { type: "message", channel: supportChannel, ts: "1.1", bot_id: "B0OTHER", text: "hi", metadata };
    await slack.deliverEvent(event);
    await slack.deliverEvent({ ...event, bot_id: undefined, user: "U0ANA00001" });
    expect(desk.confirmed).toEqual([]);
  });
});

async function waitForIdentity(log: { readonly lines: readonly string[] }): Promise<void> {
  await expect.poll(() => log.lines.some((line) => line.includes("connected to the workspace"))).toBe(true);
}
