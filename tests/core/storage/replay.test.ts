import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EndpointId } from "../../../core/domain/ids.ts";
import type { ConversationKey } from "../../../core/usecases/ports.ts";
import { replayDelivery } from "../../../core/usecases/replay-delivery.ts";
import { replayRange } from "../../../core/usecases/replay-range.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { homes } from "../../support/database.ts";
import { openWebhookStorage } from "./webhook-storage.ts";

describe.each(homes)("replaying webhooks on the %s database", (home) => {
  let hooks: Awaited<ReturnType<typeof openWebhookStorage>>;
  let id: EndpointId;
  beforeAll(async () => {
    hooks = await openWebhookStorage(home);
    id = (await hooks.add()).endpoint.id;
  });
  afterAll(() => hooks.close());

  const one = () => hooks.outboxOf(1);
  const two = () => hooks.outboxOf(2);
  const replay = (delivery: string) => hooks.transact((stores) => replayDelivery(stores, firstChatbotId, id, delivery));
  const range = (with_: Partial<Parameters<typeof replayRange>[3]> = {}) =>
    hooks.transact((stores) =>
      replayRange(stores, firstChatbotId, id, {
        since: new Date(Date.now() - 3_600_000),
        until: new Date(Date.now() + 3_600_000),
        which: "failed",
        after: null,
        ...with_,
      }),
    );
  const of = async (key: ConversationKey) =>
    (await hooks.log(id)).filter((each) => each.conversationId === key.conversationId);

  /** Works a conversation's lane to its end; `as` says how each event ends. */
  async function work(key: ConversationKey, as: (type: string) => "delivered" | "dead" = () => "delivered") {
    const outbox = one();
    const sent: string[] = [];
    let next: Awaited<ReturnType<typeof hooks.settle>> | undefined = await hooks.take(outbox, key);
    while (typeof next === "object") {
      const { event, body, attempt } = next.delivery;
      sent.push(`${event.type} ${attempt}`);
      expect(JSON.parse(body ?? "").event).toBe(event.type);
      next = await hooks.settle(outbox, next, as(event.type));
    }
    return sent;
  }

  it("sends the same row again: attempts count on, the schedule starts anew, and nothing is added", async () => {
    const key = await hooks.escalated();
    await work(key, () => "dead");
    const [started] = await of(key);
    if (!started) throw new Error("Nothing was sent.");
    await hooks.sql`
      update delivery set failures = 15, first_attempt_at = now() - interval '76 hours', lane = lane || ' late ' || delivery_id
      where delivery_id = ${started.deliveryId}`;
    await replay(started.deliveryId);
    const again = await hooks.take(two(), key);
    expect(again?.delivery).toMatchObject({ attempt: 2, failures: 0, uncertainSince: null, looks: 0 });
    expect(Date.now() - (again?.delivery.firstAttemptAt.getTime() ?? 0)).toBeLessThan(60_000);
    expect(again?.lane.key).toBe(`${key.conversationId} webhooks webhooks ${id}`);
    if (again) await hooks.settle(two(), again);
    const after = await of(key);
    expect(after.map((each) => `${each.state} ${each.attempts.map(({ attempt }) => attempt)}`)).toEqual([
      "delivered 1,2",
      "dead 1",
    ]);
  });

  it("keeps the order of the lane: what failed long ago goes before what waits", async () => {
    const key = await hooks.escalated();
    await work(key, () => "dead");
    await hooks.claim(key);
    const waiting = await hooks.take(one(), key);
    if (!waiting) throw new Error("The claim should wait.");
    await hooks.fail(one(), waiting);
    expect(await range()).toMatchObject({ next: null });
    expect(await work(key)).toEqual(["conversation.started 2", "conversation.escalated 2", "conversation.claimed 2"]);
  });

  it("lets what another instance is sending be settled first, also when that one dies", async () => {
    const key = await hooks.escalated();
    await work(key, () => "dead");
    await hooks.claim(key);
    const flying = await hooks.take(one(), key);
    expect(flying?.delivery.event.type).toBe("conversation.claimed");
    const [started] = await of(key);
    await replay(started?.deliveryId ?? "");
    // Nobody else can have the lane while it is in hand.
    expect(await hooks.take(two(), key)).toBeUndefined();

    // As after a death.
    await hooks.sql`
      update lane set claimed_by = null, claimed_at = null, next_at = now() where key like ${`${key.conversationId}%`}`;
    const survivor = await hooks.take(two(), key);
    expect(survivor?.delivery).toMatchObject({ attempt: 2, event: { type: "conversation.claimed" } });
    expect(survivor?.delivery.uncertainSince).not.toBeNull();
    if (flying) expect(await hooks.settle(one(), flying)).toBe("lost");
    const next = survivor && (await hooks.settle(two(), survivor));
    expect(next).toMatchObject({ delivery: { attempt: 2, event: { type: "conversation.started" } } });
    if (typeof next === "object") expect(await hooks.settle(two(), next)).toBe("done");
  });

  it("is found by a worker that was just about to leave an empty lane", async () => {
    const key = await hooks.escalated();
    const outbox = one();
    const first = await hooks.take(outbox, key);
    const second = first && (await hooks.settle(outbox, first));
    if (typeof second !== "object") throw new Error("There should be two.");
    const [started] = await of(key);
    const [left] = await Promise.all([hooks.settle(outbox, second), replay(started?.deliveryId ?? "")]);
    const asked = { lane: second.lane, settled: null };
    const found =
      left === "done"
        ? await hooks.take(two(), key)
        : left === "again"
          ? (await outbox.advance([asked])).get(asked)
          : left;
    expect(found).toMatchObject({ delivery: { attempt: 2, event: { type: "conversation.started" } } });
    expect((await of(key)).map((each) => each.state)).toEqual(["sending", "delivered"]);
  });

  it("goes once when two ask for it at the same time, and not while it is under way", async () => {
    const key = await hooks.escalated();
    await work(key);
    const [started] = await of(key);
    const asked = await Promise.allSettled([replay(started?.deliveryId ?? ""), replay(started?.deliveryId ?? "")]);
    expect(asked.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(replay(started?.deliveryId ?? "")).rejects.toThrow(/is pending: it is on its way/);
    expect(await work(key)).toEqual(["conversation.started 2"]);
  });

  it("takes of a time what failed, or all of it, and says where to go on", async () => {
    const key = await hooks.escalated();
    await work(key, (type) => (type === "conversation.started" ? "dead" : "delivered"));
    const long = new Date(Date.now() - 48 * 3_600_000);
    await hooks.sql`update delivery set created_at = ${long} where conversation_id = ${key.conversationId}`;
    const day = { since: new Date(long.getTime() - 1_000), until: new Date(long.getTime() + 1_000) };
    expect(await range({ ...day, until: long })).toEqual({ count: 0, next: null });
    expect(await range(day)).toEqual({ count: 1, next: null });
    expect(await work(key)).toEqual(["conversation.started 2"]);
    const [started] = await of(key);
    expect(await range({ ...day, which: "all", after: started?.deliveryId ?? null })).toEqual({ count: 1, next: null });
    expect(await work(key)).toEqual(["conversation.escalated 2"]);
    expect(await range({ ...day, which: "all" })).toEqual({ count: 2, next: null });
    expect(await work(key)).toEqual(["conversation.started 3", "conversation.escalated 3"]);
    await expect(range({ since: day.until, until: day.since })).rejects.toThrow(/before until/);
  });

  it("sends nothing of another endpoint's, and knows no delivery of another adapter", async () => {
    const other = (await hooks.add()).endpoint.id;
    const key = await hooks.escalated();
    await hooks.sql`
      update delivery set state = 'dead', settled_at = now() where conversation_id = ${key.conversationId}`;
    await hooks.sql`delete from lane where key like ${`${key.conversationId}%`}`;
    const [theirs] = (await hooks.log(other)).filter((each) => each.conversationId === key.conversationId);
    await expect(replay(theirs?.deliveryId ?? "")).rejects.toThrow(/There is no delivery/);
    await range();
    expect((await hooks.log(other)).map((each) => each.state)).toEqual(["dead", "dead"]);
    expect((await of(key)).map((each) => each.state)).toEqual(["pending", "pending"]);
  });
});
