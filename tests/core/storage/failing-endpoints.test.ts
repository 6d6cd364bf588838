import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EndpointId } from "../../../core/domain/ids.ts";
import { resumeEndpoint } from "../../../core/usecases/resume-endpoint.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { homes } from "../../support/database.ts";
import { openWebhookStorage } from "./webhook-storage.ts";

const days = 5;

describe.each(homes)("an endpoint from which nothing comes back but failures, on the %s database", (home) => {
  let hooks: Awaited<ReturnType<typeof openWebhookStorage>>;
  beforeAll(async () => {
    hooks = await openWebhookStorage(home);
  });
  afterAll(() => hooks.close());

  const standing = async (id: EndpointId) => {
    const found = await hooks.storage.endpoints.find(firstChatbotId, id);
    if (!found) throw new Error("The endpoint is gone.");
    return found;
  };
  const told = async (id: EndpointId) =>
    (
      await hooks.sql<{ data: { address: string; label: string; reason: string } }[]>`
      select data from chatbot_event where type = 'chatbot.destination_paused'`
    ).filter(({ data }) => data.address === id);
  const since = (id: EndpointId, hours: number) =>
    hooks.sql`update destination set failing_since = now() - ${hours} * interval '1 hour' where address = ${id}`;

  /** So many different messages failed there. */
  async function failing(messages: number, label = "Helpdesk") {
    const { endpoint } = await hooks.add({ label, events: ["conversation.escalated"] });
    const { outbox } = hooks.storage;
    const keys = [];
    for (let count = 0; count < messages; count++) {
      const key = await hooks.escalated();
      for (const work of (await outbox.claim(firstChatbotId, await outbox.findDue(["webhooks"], [], 1_000))).work) {
        if (work.lane.address === endpoint.id) await hooks.fail(outbox, work);
        else await hooks.settle(outbox, work);
      }
      await hooks.sql`update lane set next_at = now() + interval '1 hour' where address = ${endpoint.id}`;
      keys.push(key);
    }
    const soon = () => hooks.sql`update lane set next_at = now() where address = ${endpoint.id} and not parked`;
    return { id: endpoint.id, keys, soon };
  }

  it("is paused after 5 days and 3 messages: the owner is told once, in plain words", async () => {
    const { id } = await failing(3);
    expect((await standing(id)).failingSince).not.toBeNull();
    await since(id, days * 24 - 1);
    expect(await hooks.storage.outbox.pauseFailing(days)).toBe(0);
    await since(id, days * 24 + 1);
    const both = [hooks.outboxOf(1), hooks.outboxOf(2)].map((outbox) => outbox.pauseFailing(days));
    expect((await Promise.all(both)).sort()).toEqual([0, 1]);
    expect(await standing(id)).toMatchObject({
      health: "paused",
      reason: "Every attempt failed for 5 days; the last one: HTTP 500",
      endpoint: { enabled: true },
    });
    expect(await told(id)).toMatchObject([
      { data: { label: "Helpdesk", reason: expect.stringMatching(/^Every attempt/) } },
    ]);
    expect(await hooks.storage.outbox.pauseFailing(days)).toBe(0);
    await hooks.transact((stores) => stores.endpoints.remove(firstChatbotId, id));
  });

  it("is not given up for one message that it chokes on, however long", async () => {
    const { id } = await failing(2);
    await since(id, 400);
    expect(await hooks.storage.outbox.pauseFailing(days)).toBe(0);
    expect((await standing(id)).health).toBe("ok");
    await hooks.transact((stores) => stores.endpoints.remove(firstChatbotId, id));
  });

  it("starts its clock anew when one message came through", async () => {
    const { id, keys, soon } = await failing(3);
    await since(id, 200);
    await soon();
    const { outbox } = hooks.storage;
    const work = await hooks.take(outbox, keys[0]);
    if (!work) throw new Error("There was nothing to claim.");
    await outbox.heal(work.lane);
    await hooks.settle(outbox, work);
    expect(await standing(id)).toMatchObject({ failingSince: null, health: "ok" });
    const again = await hooks.take(outbox, keys[1]);
    if (!again) throw new Error("There was nothing to claim.");
    await hooks.fail(outbox, again);
    expect(Date.now() - ((await standing(id)).failingSince?.getTime() ?? 0)).toBeLessThan(60_000);
    expect(await hooks.storage.outbox.pauseFailing(days)).toBe(0);
    // Also when the success and the failure crossed, and the clock was not stopped.
    await since(id, 200);
    expect(await hooks.storage.outbox.pauseFailing(days)).toBe(0);
    await hooks.transact((stores) => stores.endpoints.remove(firstChatbotId, id));
  });

  it("goes on when it is resumed: what waited is sent, with its whole schedule before it", async () => {
    const { id, keys, soon } = await failing(3, "");
    await since(id, 200);
    await hooks.sql`
      update delivery set failures = 14, first_attempt_at = now() - interval '75 hours' where address = ${id}`;
    expect(await hooks.storage.outbox.pauseFailing(days)).toBe(1);
    expect((await told(id))[0]?.data.label).toBe("hooks.example.com");
    const { outbox } = hooks.storage;
    await soon();
    for (const key of keys) {
      const work = await hooks.take(outbox, key);
      if (work) await outbox.park(work.lane);
    }
    expect((await hooks.lanes(id)).map(({ parked }) => parked)).toEqual([true, true, true]);
    await hooks.transact((stores) => resumeEndpoint(stores.endpoints, firstChatbotId, id));
    expect(await standing(id)).toMatchObject({ health: "ok", failingSince: null, reason: null });
    for (const key of keys) {
      const work = await hooks.take(outbox, key);
      expect(work?.delivery).toMatchObject({ failures: 0, event: { type: "conversation.escalated" } });
      expect(Date.now() - (work?.delivery.firstAttemptAt.getTime() ?? 0)).toBeLessThan(60_000);
      if (work) expect(await hooks.settle(outbox, work)).toBe("done");
    }
  });

  it("is tried at once when it is resumed, also by what only waited for its next try", async () => {
    const { id, keys } = await failing(2);
    const { outbox } = hooks.storage;
    for (const key of keys) expect(await hooks.take(outbox, key)).toBeUndefined();
    await hooks.transact((stores) => resumeEndpoint(stores.endpoints, firstChatbotId, id));
    for (const key of keys) {
      const work = await hooks.take(outbox, key);
      expect(work?.delivery).toMatchObject({ attempt: 2, event: { type: "conversation.escalated" } });
      if (work) await hooks.settle(outbox, work);
    }
  });
});
