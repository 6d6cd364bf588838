import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConversationKey } from "../../../core/usecases/ports.ts";
import { createReceiveMessage } from "../../../core/usecases/receive-message.ts";
import { homes } from "../../support/database.ts";
import { openIdleStorage } from "../storage/open-storage.ts";

describe.each(homes)("following a conversation on the %s database", (home) => {
  let idle: Awaited<ReturnType<typeof openIdleStorage>>;
  beforeAll(async () => {
    idle = await openIdleStorage(home);
  });
  afterAll(() => idle.close());

  async function talk(messages: number): Promise<ConversationKey> {
    const key = await idle.escalated();
    const receive = createReceiveMessage(idle.storage.conversations, () => new Date());
    for (let number = 1; number <= messages; number++) await receive(key, `line ${number}`, randomUUID());
    return key;
  }
  /** So many messages more, at once. */
  async function fill({ chatbotId, conversationId }: ConversationKey, messages: number): Promise<void> {
    const { sql } = idle;
    await sql`
      insert into event (chatbot_id, conversation_id, seq, event_id, type, episode, occurred_at, data)
      select ${chatbotId}, ${conversationId}, 2 + n, gen_random_uuid(), 'message.received', 1, now(), '{}'
      from generate_series(1, ${messages}::int) n`;
    await sql`
      insert into message (chatbot_id, conversation_id, seq, author, text, sent_at)
      select ${chatbotId}, ${conversationId}, 2 + n, 'visitor', 'line ' || n, now()
      from generate_series(1, ${messages}::int) n`;
    await sql`
      update conversation set seq = ${2 + messages}, message_count = ${messages}
      where chatbot_id = ${chatbotId} and conversation_id = ${conversationId}`;
  }
  const unknown = async () => ({
    ...(await talk(0)),
    conversationId: randomUUID() as ConversationKey["conversationId"],
  });

  it("reads on from a place, each event once and as it was", async () => {
    const key = await talk(3);
    const { reads } = idle.storage;
    const all = await reads.tail(key, 0);
    expect(all?.events.map((event) => [event.seq, event.type])).toEqual([
      [1, "conversation.started"],
      [2, "conversation.escalated"],
      [3, "message.received"],
      [4, "message.received"],
      [5, "message.received"],
    ]);
    expect(all?.events[1]).toMatchObject({ trigger: "inline_cta", escalatedAt: expect.any(Date), messageCount: 0 });
    expect(all?.events[4]).toMatchObject({ message: { text: "line 3", author: "visitor", seq: 5 } });
    expect((await reads.tail(key, 4))?.events).toEqual(all?.events.slice(4));
    expect((await reads.tail(key, 5))?.events).toEqual([]);
    expect((await reads.tail(key, 999))?.events).toEqual([]);
    expect(all?.conversation).toMatchObject({ seq: 5, messageCount: 3, lastMessage: "line 3" });
  });

  it("reads at most 500 events at a time, and the newest 200 messages on coming back", async () => {
    const key = await talk(0);
    const { reads } = idle.storage;
    await fill(key, 510);
    const first = await reads.tail(key, 0);
    expect(first?.events).toHaveLength(500);
    const rest = await reads.tail(key, 500);
    expect(rest?.events.map((event) => event.seq)).toEqual(Array.from({ length: 12 }, (_, index) => 501 + index));
    const snapshot = await reads.snapshot(key);
    expect(snapshot?.messages).toHaveLength(200);
    expect(snapshot?.messages.at(-1)?.text).toBe("line 510");
    expect(snapshot?.messages[0]?.text).toBe("line 311");
  });

  it("knows when the assistant is to answer, and when a human took over", async () => {
    const key = await talk(1);
    const answering = async () => (await idle.storage.reads.snapshot(key))?.answering;
    expect(await answering()).toBe(true);
    await idle.claim(key);
    expect(await answering()).toBe(false);
  });

  it("finds a message by its place and by the browser's id of it", async () => {
    const key = await talk(0);
    const id = randomUUID();
    await createReceiveMessage(idle.storage.conversations, () => new Date())(key, "Hello", id);
    const { reads } = idle.storage;
    expect(await reads.message(key, 3)).toMatchObject({ text: "Hello", clientId: id });
    expect(await reads.messageByClientId(key, id)).toEqual(await reads.message(key, 3));
    expect(await reads.message(key, 2)).toBeNull();
    expect(await reads.messageByClientId(key, randomUUID())).toBeNull();
  });

  it("says how far each of many has come, of those that there are", async () => {
    const [one, two, none] = [await talk(1), await talk(2), await unknown()];
    const ids = [one, two, none].map((key) => key.conversationId);
    expect([...(await idle.storage.reads.heads(one.chatbotId, ids))].sort()).toEqual(
      [[one.conversationId, 3] as const, [two.conversationId, 4] as const].sort(),
    );
  });

  it("finds nothing where nothing is", async () => {
    const key = await unknown();
    expect(await idle.storage.reads.tail(key, 0)).toBeNull();
    expect(await idle.storage.reads.snapshot(key)).toBeNull();
    expect(await idle.storage.deliveryLog(key)).toEqual([]);
  });
});
