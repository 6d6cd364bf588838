import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HeldLane, Work } from "../../../core/deliveries/work.ts";
import { homes } from "../../support/database.ts";
import { openIdleStorage } from "./open-storage.ts";

const later = {
  outcome: "retry",
  reason: "busy",
  ms: 1,
  failed: true,
  uncertainSince: null,
  looks: 0,
  wait: 60_000,
  alone: false,
} as const;

describe.each(homes)("a lane on the %s database", (home) => {
  let idle: Awaited<ReturnType<typeof openIdleStorage>>;
  beforeAll(async () => {
    idle = await openIdleStorage(home);
  });
  afterAll(() => idle.close());

  /** A conversation's lane, seen by two instances at the same time. */
  async function aLane() {
    const key = await idle.escalated();
    const [one, two] = [idle.outboxOf(1), idle.outboxOf(2)];
    const seen = async (outbox: typeof one) =>
      (await outbox.findDue(["bell"], [], 1_000)).filter((lane) => lane.key.startsWith(key.conversationId));
    const take = async (outbox: typeof one) => {
      const { work } = await outbox.claim(key.chatbotId, await seen(outbox));
      const [first] = work;
      if (!first) throw new Error("There was nothing to claim.");
      return first;
    };
    /** As after a death, or when an instance was away for too long. */
    const release = () => idle.sql`
      update lane set claimed_by = null, claimed_at = null, next_at = now() where key like ${`${key.conversationId}%`}`;
    const states = async () =>
      (await idle.storage.deliveryLog(key)).map((each) => `${each.effect} ${each.state} ${each.attempts.length}`);
    return { key, one, two, seen, take, release, states };
  }

  async function settle(outbox: ReturnType<typeof idle.outboxOf>, work: Work) {
    const settled = { work, state: "delivered", reason: null, ref: "posted", ms: 1, reached: true } as const;
    const asked = { lane: work.lane, settled };
    return (await outbox.advance([asked])).get(asked);
  }

  it("goes to one of two that saw it at the same time", async () => {
    const { key, one, two, seen } = await aLane();
    const [due, sameDue] = [await seen(one), await seen(two)];
    expect(due).toHaveLength(1);
    expect(sameDue).toEqual(due);
    const claims = [await one.claim(key.chatbotId, due), await two.claim(key.chatbotId, sameDue)];
    expect(claims.map(({ work, empty }) => [work.length, empty.length])).toEqual([
      [1, 0],
      [0, 0],
    ]);
    expect(await seen(two)).toEqual([]);
  });

  it("goes to one of many that reach for it at once", async () => {
    for (let round = 0; round < 5; round++) {
      const { key, one, two, seen } = await aLane();
      const due = await seen(one);
      const claims = await Promise.all([one, two, one, two].map((outbox) => outbox.claim(key.chatbotId, due)));
      expect(claims.flatMap(({ work }) => work)).toHaveLength(1);
      expect(claims.flatMap(({ empty }) => empty)).toHaveLength(0);
    }
  });

  it("is not claimed by what was seen before somebody else had it and gave it back", async () => {
    const { key, one, two, seen, release, take } = await aLane();
    const stale = await seen(two);
    await take(one);
    await release();
    expect((await two.claim(key.chatbotId, stale)).work).toEqual([]);
    expect(await seen(two)).toHaveLength(1);
  });

  it("gives its deliveries one after the other", async () => {
    const { one, take, states } = await aLane();
    const card = await take(one);
    expect(card.delivery).toMatchObject({ effect: "card", attempt: 1, uncertainSince: null });
    const line = await settle(one, card);
    expect(line).toMatchObject({ delivery: { effect: "line", attempt: 1 } });
    expect(await states()).toEqual(["card delivered 1", "line sending 0"]);
    expect(await settle(one, line as Work)).toBe("done");
  });

  it("marks what was in flight when it was lost as uncertain", async () => {
    const { one, two, take, release } = await aLane();
    const before = await take(one);
    await release();
    const { delivery } = await take(two);
    expect(delivery.id).toBe(before.delivery.id);
    expect(delivery.attempt).toBe(2);
    expect(delivery.uncertainSince).toBeInstanceOf(Date);
  });

  const deeds: [string, (outbox: ReturnType<typeof idle.outboxOf>, late: Work) => Promise<unknown>][] = [
    ["settle", settle],
    ["record a card for", (outbox, late) => outbox.recordCard(late, "late card", 2, 1)],
    ["put off", (outbox, late) => outbox.postpone(late, later)],
    ["park", (outbox, late) => outbox.park(late.lane)],
    ["take the next of", (outbox, late) => next(outbox, late.lane)],
  ];

  it.each(deeds)("that was lost and that nobody has yet lets who lost it %s nothing", async (_deed, act) => {
    const { one, two, take, release, states } = await aLane();
    const late = await take(one);
    await release();
    const answer = await act(one, late);
    if (answer !== undefined) expect(["lost", false]).toContain(answer);
    expect(await states()).toEqual(["card sending 0", "line pending 0"]);
    const { delivery } = await take(two);
    expect(delivery).toMatchObject({ effect: "card", attempt: 2, uncertainSince: expect.any(Date) });
  });

  describe.each([
    ["to another instance", 2],
    ["and claimed again by the same", 1],
  ])("that was lost %s", (_, heir) => {
    async function lost() {
      const lane = await aLane();
      const late = await lane.take(lane.one);
      await lane.release();
      const heirs = idle.outboxOf(heir);
      const current = await lane.take(heirs);
      return { ...lane, late, heirs, current };
    }

    it.each(deeds)("lets who lost it %s nothing", async (_deed, act) => {
      const { one, late, heirs, current, states } = await lost();
      const answer = await act(one, late);
      if (answer !== undefined) expect(["lost", false]).toContain(answer);
      expect(await states()).toEqual(["card sending 0", "line pending 0"]);
      // Whoever has it now is not disturbed.
      expect(await settle(heirs, current)).toMatchObject({ delivery: { effect: "line", attempt: 1 } });
      expect(await states()).toEqual(["card delivered 1", "line sending 0"]);
    });
  });

  async function next(outbox: ReturnType<typeof idle.outboxOf>, lane: HeldLane) {
    const asked = { lane, settled: null };
    return (await outbox.advance([asked])).get(asked);
  }
});
