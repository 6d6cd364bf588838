import { describe, expect, it } from "vitest";
import type { Delivery, Log } from "../../../core/adapter.ts";
import type { Answer, Assistant } from "../../../core/assistant/assistant.ts";
import { createAssistantAdapter } from "../../../core/assistant/assistant-adapter.ts";
import { AssistantFailure } from "../../../core/assistant/assistant-failure.ts";
import type { DrawnAnswer, Turns } from "../../../core/assistant/turns.ts";
import type { Chatbot } from "../../../core/domain/chatbot.ts";
import type { ConversationEvent, ConversationFact } from "../../../core/domain/events.ts";
import type { ChatbotId, ConversationId, DeliveryId, EventId } from "../../../core/domain/ids.ts";
import { defaultSettings } from "../../../core/domain/settings.ts";
import { aTurn } from "./a-turn.ts";

/** Nobody of the team can know of it by that. */
const done = { kind: "delivered", unseen: true };
const forever = new AbortController().signal;
const hi: Answer = { reply: "**Hi**", followUps: ["More?"], escalate: null };

describe("the assistant's turn", () => {
  it("is planned for a visitor's message, and for nothing else", () => {
    const { adapter } = anAdapter(async () => hi);
    expect(adapter.name).toBe("assistant");
    expect(adapter.plan(received, chatbot, null)).toEqual([
      { destination: { account: "assistant", address: "assistant" }, effect: "message" },
    ]);
    expect(adapter.plan(anEvent({ type: "assistant.failed", messageSeq: 1, reason: "" }), chatbot, null)).toEqual([]);
    expect(
      adapter.plan({ ...base, type: "chatbot.escalations_digested", count: 1, since: at, until: at }, chatbot, null),
    ).toEqual([]);
  });

  it("records the answer with its drawn form, by the delivery's id", async () => {
    const { adapter, recorded } = anAdapter(async () => hi);
    expect(await adapter.deliver(aDelivery(), forever)).toEqual(done);
    const tree = [{ type: "paragraph", children: [{ type: "strong", children: [{ type: "text", text: "Hi" }] }] }];
    expect(recorded).toEqual([{ answered: { ...hi, tree }, cause: "d1" }]);
  });

  it("asks nobody when there is nothing to answer any more", async () => {
    const { adapter, recorded } = anAdapter(() => Promise.reject(new Error("was asked")), { turn: null });
    expect(await adapter.deliver(aDelivery(), forever)).toEqual(done);
    expect(recorded).toEqual([]);
  });

  it("records why there is no answer, and is done with it", async () => {
    const { adapter, recorded, logged } = anAdapter(() => Promise.reject(new AssistantFailure("It is away.")));
    expect(await adapter.deliver(aDelivery(), forever)).toEqual(done);
    expect(recorded).toEqual([{ failed: "It is away.", cause: "d1" }]);
    expect(logged.join()).toContain("It is away.");
  });

  it("says nothing of an unexpected error that might hold a visitor's words", async () => {
    const { adapter, recorded, logged } = anAdapter(() => Promise.reject(new TypeError("cannot read my PIN 1234")));
    expect(await adapter.deliver(aDelivery(), forever)).toEqual(done);
    expect(recorded).toEqual([{ failed: "The assistant failed unexpectedly.", cause: "d1" }]);
    expect(logged.join()).toContain("TypeError");
    expect(logged.join()).not.toContain("1234");
  });

  it("gives an assistant that heeds nothing no more than its time", async () => {
    const { adapter, recorded } = anAdapter(() => new Promise(() => undefined), { budgetMs: 100 });
    expect(await adapter.deliver(aDelivery(), forever)).toEqual(done);
    expect(recorded).toEqual([{ failed: "The assistant did not answer within 0.1 seconds.", cause: "d1" }]);
  });

  it("asks once more when the question never left", async () => {
    const failures = [new AssistantFailure("Refused.", true)];
    const { adapter, recorded } = anAdapter(async () => {
      const failure = failures.pop();
      if (failure) throw failure;
      return hi;
    });
    await adapter.deliver(aDelivery(), forever);
    expect(recorded).toMatchObject([{ answered: { reply: "**Hi**" } }]);
  });

  it("asks no third time", async () => {
    let asked = 0;
    const { adapter, recorded } = anAdapter(async () => {
      asked += 1;
      throw new AssistantFailure("Refused.", true);
    });
    await adapter.deliver(aDelivery(), forever);
    expect(asked).toBe(2);
    expect(recorded).toEqual([{ failed: "Refused.", cause: "d1" }]);
  });

  it("waits for the next start when the server goes down in the middle", async () => {
    const { adapter, recorded } = anAdapter(() => new Promise(() => undefined));
    const shutdown = new AbortController();
    setTimeout(() => shutdown.abort(), 50);
    const outcome = await adapter.deliver(aDelivery(), shutdown.signal);
    expect(outcome).toEqual({ kind: "retry", reason: "Deskbell is shutting down.", afterMs: 0 });
    expect(recorded).toEqual([]);
  });

  it("tells the visitor when its lane has less time than the assistant needs", async () => {
    const { adapter, recorded } = anAdapter(() => new Promise(() => undefined));
    expect(await adapter.deliver(aDelivery(), AbortSignal.timeout(50))).toEqual(done);
    expect(recorded).toEqual([{ failed: "The assistant did not answer in time.", cause: "d1" }]);
  });

  it("asks nobody when the server is already going down", async () => {
    const { adapter, recorded } = anAdapter(() => new Promise(() => undefined));
    expect((await adapter.deliver(aDelivery(), AbortSignal.abort())).kind).toBe("retry");
    expect(recorded).toEqual([]);
  });

  it("leaves it to the lane when storage is away", async () => {
    const { adapter } = anAdapter(async () => hi, { storage: new Error("connection lost") });
    await expect(adapter.deliver(aDelivery(), forever)).rejects.toThrow("connection lost");
  });
});

const at = new Date("2026-04-19T10:23:45.120Z");
const base = { id: "e1" as EventId, chatbotId: "b1" as ChatbotId, occurredAt: at };
const anEvent = (fact: ConversationFact): ConversationEvent => ({
  ...base,
  ...fact,
  conversationId: "c1" as ConversationId,
  seq: 2,
  episode: 0,
});
const received = anEvent({
  type: "message.received",
  message: {
    seq: 2,
    author: "visitor",
    name: null,
    text: "Hello",
    tree: null,
    sentAt: at,
    clientId: null,
    followUps: [],
    rating: null,
  },
});
const chatbot: Chatbot = {
  id: base.chatbotId,
  name: "Shop",
  settings: defaultSettings,
  connections: [],
  recipients: [],
  endpoints: [],
};

function aDelivery(): Delivery {
  return {
    id: "d1" as DeliveryId,
    destination: { account: "assistant", address: "assistant" },
    effect: "message",
    attempt: 1,
    event: received,
    notice: null,
    posted: { card: null, message: null },
    uncertainSince: null,
    looks: 0,
  };
}

function anAdapter(
  answer: Assistant["answer"],
  {
    turn = aTurn(),
    storage,
    budgetMs,
  }: { turn?: ReturnType<typeof aTurn> | null; storage?: Error; budgetMs?: number } = {},
) {
  const recorded: ({ answered: DrawnAnswer; cause: string } | { failed: string; cause: string })[] = [];
  const logged: string[] = [];
  const write = (fields: object, message: string) => void logged.push(JSON.stringify(fields) + message);
  const log: Log = { info: write, warn: write, error: write };
  const turns: Turns = {
    take: async () => turn,
    async answered(_event, answered, cause) {
      if (storage) throw storage;
      recorded.push({ answered, cause });
    },
    async failed(_event, failed, cause) {
      recorded.push({ failed, cause });
    },
  };
  const adapter = createAssistantAdapter({ assistant: { answer }, turns, log, ...(budgetMs && { budgetMs }) });
  return { adapter, recorded, logged };
}
