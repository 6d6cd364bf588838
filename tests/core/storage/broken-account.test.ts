import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Work } from "../../../core/deliveries/work.ts";
import { defaultSettings } from "../../../core/domain/settings.ts";
import type { ChatbotId } from "../../../core/index.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { homes } from "../../support/database.ts";
import { openIdleStorage } from "./open-storage.ts";

const secondChatbotId = "00000000-0000-4000-8000-000000000002" as ChatbotId;
const readers = ["ana@example.com", "ben@example.com", "cem@example.com"];
const reason = "The mail service does not know the key.";

describe.each(homes)("an account that breaks, on the %s database", (home) => {
  let idle: Awaited<ReturnType<typeof openIdleStorage>>;
  let works: readonly Work[];
  beforeAll(async () => {
    idle = await openIdleStorage(home, (event) =>
      event.type !== "conversation.escalated"
        ? []
        : readers.map((address) => ({
            adapter: "mail",
            destination: { account: "sender", address },
            effect: "message",
            body: "Help!",
          })),
    );
    await idle.storage.chatbots.save(secondChatbotId, "Chairs", defaultSettings);
    await idle.sql`
      insert into destination (chatbot_id, adapter, account, address)
      values (${secondChatbotId}, 'mail', 'sender', 'zoe@example.com')`;
    await idle.escalated();
    const { outbox } = idle.storage;
    works = (await outbox.claim(firstChatbotId, await outbox.findDue(["mail"], [], 10))).work;
  });
  afterAll(() => idle.close());

  const told = async (id: ChatbotId) =>
    (
      await idle.sql<{ data: { address: string; scope: string } }[]>`
      select data from chatbot_event where chatbot_id = ${id} order by occurred_at`
    ).map(({ data }) => `${data.scope} ${data.address}`);

  it("is told to each owner once, however many addresses find it out at the same time", async () => {
    expect(works).toHaveLength(readers.length);
    await Promise.all(works.map((work) => idle.storage.outbox.refuse(work, "account", reason, 1)));
    expect(await told(firstChatbotId)).toHaveLength(1);
    expect(await told(secondChatbotId)).toEqual(["account zoe@example.com"]);
    const unwell = await idle.storage.outbox.readUnwell();
    expect(unwell.map(({ health, address }) => `${health} ${address}`).sort()).toEqual(
      [...readers, "zoe@example.com"].map((address) => `paused ${address}`),
    );
  });

  it("is told again when it breaks on another day, and one of its addresses is told of by itself", async () => {
    const place = { adapter: "mail", account: "sender", address: "zoe@example.com" };
    await idle.storage.outbox.pause(place, "Nobody reads here.");
    expect(await told(secondChatbotId)).toEqual(["account zoe@example.com", "address zoe@example.com"]);
    // As if the account had been told of yesterday: the ids of events sort by when they were made.
    await idle.sql`
      update chatbot_event set event_id = ('00000000' || substr(event_id::text, 9))::uuid where data->>'scope' = 'account'`;
    const [work] = works;
    if (!work) throw new Error("There is nothing to refuse.");
    await idle.storage.outbox.refuse(work, "account", reason, 1);
    expect(await told(firstChatbotId)).toHaveLength(2);
    expect((await told(firstChatbotId)).at(-1)).toBe(`account ${work.lane.address}`);
  });

  it("is told again for another reason, and when it breaks anew after it was well, but the same not within ten minutes", async () => {
    const place = { adapter: "mail", account: "sender", address: "yan@example.com" };
    await idle.sql`
      insert into destination (chatbot_id, adapter, account, address)
      values (${secondChatbotId}, 'mail', 'sender', ${place.address})`;
    const breaks = (why: string) => idle.storage.outbox.pause(place, why);
    const toldOf = async () => (await told(secondChatbotId)).filter((said) => said.endsWith(place.address)).length;
    const mend = () => idle.storage.desk.resume(place);
    const tenMinutesPass = () => idle.sql`
      update chatbot_event set event_id = ('00000000' || substr(event_id::text, 9))::uuid
      where data->>'address' = ${place.address}`;

    await breaks("The mailbox is full.");
    await breaks("The mailbox is full.");
    expect(await toldOf()).toBe(1);
    await breaks("The mailbox is gone.");
    expect(await toldOf()).toBe(2);
    await mend();
    await breaks("The mailbox is gone.");
    expect(await toldOf()).toBe(2);
    await mend();
    await tenMinutesPass();
    await breaks("The mailbox is gone.");
    expect(await toldOf()).toBe(3);
  });
});
