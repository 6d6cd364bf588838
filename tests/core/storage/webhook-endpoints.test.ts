import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readSecrets } from "../../../core/storage/endpoint-secrets.ts";
import { createSecretBox } from "../../../core/storage/secret-box.ts";
import { changeEndpoint } from "../../../core/usecases/change-endpoint.ts";
import { removeEndpoint } from "../../../core/usecases/remove-endpoint.ts";
import { createRotateSecret } from "../../../core/usecases/rotate-secret.ts";
import { newSecret } from "../../../core/webhooks/secret.ts";
import { testKeys } from "../../adapters/test-keys.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { homes } from "../../support/database.ts";
import { openWebhookStorage } from "./webhook-storage.ts";

describe.each(homes)("webhook endpoints on the %s database", (home) => {
  let hooks: Awaited<ReturnType<typeof openWebhookStorage>>;
  beforeAll(async () => {
    hooks = await openWebhookStorage(home);
  });
  afterEach(async () => {
    for (const { id } of (await hooks.storage.chatbots.now(firstChatbotId))?.endpoints ?? [])
      await hooks.transact((stores) => removeEndpoint(stores.endpoints, firstChatbotId, id));
  });
  afterAll(() => hooks.close());

  const secretsOf = async (id: Parameters<typeof hooks.log>[0]) => {
    const found = await hooks.storage.endpoints.secretsOf(firstChatbotId, id);
    return found && "secrets" in found ? found.secrets : found;
  };
  const rotate = (id: Parameters<typeof hooks.log>[0]) =>
    hooks.transact((stores) => createRotateSecret(newSecret, () => new Date())(stores.endpoints, firstChatbotId, id));

  it("are known to whatever is planned from the moment they are saved", async () => {
    const { endpoint } = await hooks.add({ label: "First" });
    expect((await hooks.storage.chatbots.now(firstChatbotId))?.endpoints).toEqual([endpoint]);
    const compatibility = { header: "X-Signature", encoding: "hex" } as const;
    await hooks.transact((stores) =>
      changeEndpoint(stores.endpoints, firstChatbotId, endpoint.id, { label: "Renamed", compatibility }),
    );
    expect((await hooks.storage.chatbots.now(firstChatbotId))?.endpoints).toEqual([
      { ...endpoint, label: "Renamed", compatibility },
    ]);
    await hooks.transact((stores) => removeEndpoint(stores.endpoints, firstChatbotId, endpoint.id));
    expect((await hooks.storage.chatbots.now(firstChatbotId))?.endpoints).toEqual([]);
  });

  it("are at most 20 for a chatbot, also when two are added at once", async () => {
    for (let count = 0; count < 19; count++) await hooks.add();
    const two = await Promise.allSettled([hooks.add(), hooks.add()]);
    expect(two.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(hooks.add()).rejects.toThrow(/has 20 webhook endpoints.*remove one/);
  });

  it("sign with two secrets after a rotation, with never more than two, and with one when the day is over", async () => {
    const { endpoint, secret } = await hooks.add();
    expect(await secretsOf(endpoint.id)).toEqual([secret]);
    const second = await rotate(endpoint.id);
    expect(await secretsOf(endpoint.id)).toEqual([second.secret, secret]);
    const third = await rotate(endpoint.id);
    expect(await secretsOf(endpoint.id)).toEqual([third.secret, second.secret]);
    expect((third.previousUntil.getTime() - Date.now()) / 3_600_000).toBeCloseTo(24, 1);
    await hooks.sql`update webhook_endpoint set previous_until = now() where endpoint_id = ${endpoint.id}`;
    expect(await secretsOf(endpoint.id)).toEqual([third.secret]);
    expect(await hooks.storage.endpoints.find(firstChatbotId, endpoint.id)).toMatchObject({
      previousSecretUntil: null,
    });
  });

  it("have secrets that nobody finds in a dump of the database", async () => {
    const { endpoint, secret } = await hooks.add();
    const { secret: newer } = await rotate(endpoint.id);
    const rows = await hooks.sql<{ dump: string }[]>`select row_to_json(e)::text as dump from webhook_endpoint e`;
    const dump = rows.map((row) => row.dump).join("\n");
    expect(dump).toContain(endpoint.id);
    for (const each of [secret, newer]) {
      const bytes = Buffer.from(each.slice("whsec_".length), "base64");
      for (const spelled of [each, each.slice(6, 30), bytes.toString("hex"), bytes.toString("base64url")])
        expect(dump).not.toContain(spelled);
    }
    expect(dump).not.toContain("whsec_");
  });

  it("say in words when their secret was saved under another APP_SECRET, until it is rotated", async () => {
    const { endpoint } = await hooks.add();
    const other = createSecretBox(testKeys("another APP_SECRET"));
    expect(await readSecrets(hooks.sql, other, firstChatbotId, endpoint.id)).toEqual({
      problem: expect.stringMatching(/encrypted with another APP_SECRET.*make a new secret/),
    });
    await hooks.sql`update webhook_endpoint set secret = ${other.seal("whsec_x", "elsewhere")} where endpoint_id = ${endpoint.id}`;
    const { secret } = await rotate(endpoint.id);
    expect(await secretsOf(endpoint.id)).toEqual([secret]);
  });

  it("keep what waits while they are disabled, and are sent it in order when they are enabled", async () => {
    const { endpoint } = await hooks.add();
    const enable = (enabled: boolean) =>
      hooks.transact((stores) => changeEndpoint(stores.endpoints, firstChatbotId, endpoint.id, { enabled }));
    const key = await hooks.escalated();
    await enable(false);
    // Planned by an instance that had not heard of it yet, or before: it waits.
    const outbox = hooks.storage.outbox;
    const work = await hooks.take(outbox, key);
    expect(work?.unwell?.health).toBe("paused");
    if (work) await outbox.park(work.lane);
    await hooks.claim(key);
    const unwell = async () => (await outbox.readUnwell()).filter(({ address }) => address === endpoint.id);
    expect(await unwell(), "nothing is wrong with it").toMatchObject([{ health: "paused", held: true }]);
    expect(await hooks.lanes(endpoint.id)).toEqual([
      { key: expect.stringContaining(key.conversationId), parked: true },
    ]);
    expect(await hooks.states(endpoint.id)).toEqual(["conversation.started pending", "conversation.escalated pending"]);
    expect(await hooks.storage.outbox.findDue(["webhooks"], [], 10)).toEqual([]);
    await hooks.storage.resumeAll("bell");
    expect(await hooks.storage.outbox.findDue(["webhooks"], [], 10)).toEqual([]);

    await enable(true);
    expect(await unwell()).toEqual([]);
    let next = await hooks.take(outbox, key);
    const sent: string[] = [];
    while (typeof next === "object") {
      sent.push(`${next.delivery.event.type} ${next.delivery.attempt}`);
      const advanced = await hooks.settle(outbox, next);
      next = typeof advanced === "object" ? advanced : undefined;
    }
    expect(sent).toEqual(["conversation.started 1", "conversation.escalated 1"]);
  });

  it("take with them what waits for them when they are removed, and leave no lane behind", async () => {
    const { endpoint } = await hooks.add();
    const [paused, waiting] = [await hooks.escalated(), await hooks.escalated()];
    const outbox = hooks.storage.outbox;
    const work = await hooks.take(outbox, paused);
    if (!work) throw new Error("There was nothing to claim.");
    await outbox.refuse(work, "address", "HTTP 410", 1);
    expect(await hooks.lanes(endpoint.id)).toHaveLength(2);
    await hooks.transact((stores) => removeEndpoint(stores.endpoints, firstChatbotId, endpoint.id));
    const log = await hooks.log(endpoint.id);
    expect(log).toHaveLength(4);
    for (const each of log) expect(each).toMatchObject({ state: "rejected", reason: "The endpoint was removed." });
    await hooks.take(outbox, paused);
    await hooks.take(outbox, waiting);
    expect(await hooks.lanes(endpoint.id)).toEqual([]);
    expect(await hooks.sql`select 1 from destination where address = ${endpoint.id}`).toHaveLength(0);
  });

  it("are not waited for longer than 30 days: the log says why it was given up", async () => {
    const { endpoint } = await hooks.add();
    const old = await hooks.escalated();
    const young = await hooks.escalated();
    await hooks.transact((stores) => changeEndpoint(stores.endpoints, firstChatbotId, endpoint.id, { enabled: false }));
    await hooks.sql`
      update lane set parked = true, next_at = 'infinity' where address = ${endpoint.id}`;
    await hooks.sql`
      update delivery set created_at = now() - interval '31 days' where conversation_id = ${old.conversationId}
      and address = ${endpoint.id}`;
    await hooks.storage.sweep();
    const log = await hooks.log(endpoint.id);
    const of = (key: typeof old) => log.filter((each) => each.conversationId === key.conversationId);
    for (const each of of(old))
      expect(each).toMatchObject({ state: "dead", reason: expect.stringMatching(/Given up: for 30 days.*disabled/) });
    expect(of(young).map((each) => each.state)).toEqual(["pending", "pending"]);
    await hooks.take(hooks.storage.outbox, old);
    expect(await hooks.lanes(endpoint.id)).toEqual([
      { key: expect.stringContaining(young.conversationId), parked: true },
    ]);
  });
});
