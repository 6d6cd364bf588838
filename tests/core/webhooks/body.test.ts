import { describe, expect, it } from "vitest";
import type { Conversation } from "../../../core/domain/conversation.ts";
import type { ConversationFact } from "../../../core/domain/events.ts";
import { webhookEventTypes } from "../../../core/domain/webhook-endpoint.ts";
import type { EventId, SessionId } from "../../../core/index.ts";
import { bodyOf, testBodyOf } from "../../../core/webhooks/body.ts";
import { bodySchemas } from "../../../core/webhooks/body-schemas.ts";
import type { PublicEvent } from "../../../core/webhooks/event-type.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { aConversation } from "../../builders/conversations.ts";
import { aChatbotEvent, aConversationEvent, aMessage, anEscalatedEvent } from "../../builders/events.ts";
import { aConversationId, anAgent, anOpenEscalation, aResolvedEscalation } from "../../builders/notices.ts";

const id = "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b" as EventId;
const sessionId = "embed-1f2e3d4c5b6a" as SessionId;
const fact = <Fact extends ConversationFact>(each: Fact, episode = 1) => ({
  ...aConversationEvent(each, { episode, seq: 9 }),
  id,
});

const open = aConversation({ seq: 9, messageCount: 7, escalation: anOpenEscalation() });
const resolved = { ...open, escalation: aResolvedEscalation() };
const before = { ...open, escalation: null, messageCount: 1, lastMessage: "Hello" };

const cases: readonly (readonly [PublicEvent, Conversation, object])[] = [
  [
    fact({ type: "conversation.started", sessionId }, 0),
    { ...before, page: { url: "https://shop.example/", title: "Shop" } },
    { page: { url: "https://shop.example/", title: "Shop" } },
  ],
  [
    fact({ type: "message.received", message: aMessage({ seq: 9, text: "Are you there?" }) }),
    open,
    {
      message: { seq: 9, author: "visitor", text: "Are you there?", sent_at: "2026-04-19T10:23:45Z" },
      last_message: "Are you there?",
    },
  ],
  [{ ...anEscalatedEvent({ seq: 9 }), id }, open, { message_count: 3 }],
  [fact({ type: "conversation.claimed", by: anAgent() }), open, { by: { name: "Ana", surface: "dashboard" } }],
  [
    fact({ type: "conversation.resolved", by: anAgent({ name: "Ben", surface: "slack" }) }),
    resolved,
    { by: { name: "Ben", surface: "slack" }, resolved_at: "2026-04-19T10:31:00Z" },
  ],
  [
    fact({ type: "conversation.reopened", by: { name: "visitor", surface: "widget", externalId: "s" } }),
    open,
    { by: { name: "visitor", surface: "widget" } },
  ],
];

describe("the body of a webhook", () => {
  it("is the documented one", () => {
    const event = {
      ...anEscalatedEvent({ seq: 9, occurredAt: new Date("2026-04-19T10:23:45.120Z") }),
      id,
      lastMessage: "Can I speak to someone?",
      messageCount: 7,
    };
    expect(bodyOf(event, open)).toBe(
      JSON.stringify({
        event: "conversation.escalated",
        id: "evt_0199a1b2c3d47e5f8a9b0c1d2e3f4a5b",
        chatbot_id: firstChatbotId,
        timestamp: "2026-04-19T10:23:45.120Z",
        data: {
          conversation_id: aConversationId,
          session_id: "embed-1f2e3d4c5b6a",
          chatbot_id: firstChatbotId,
          escalated_at: "2026-04-19T10:23:45Z",
          last_message: "Can I speak to someone?",
          message_count: 7,
          episode: 1,
          trigger: "inline_cta",
          sequence: 9,
        },
      }),
    );
  });

  const named = cases.map((each) => [each[0].type, ...each] as const);
  it.each(named)("of %s is what its schema says, with nothing left over", (_, event, conversation, own) => {
    const body = JSON.parse(bodyOf(event, conversation));
    expect(bodySchemas[event.type].parse(body)).toEqual(body);
    expect(body).toMatchObject({ event: event.type, timestamp: event.occurredAt.toISOString(), data: own });
    expectTheSixFields(body.data);
  });

  it("was tried for every event that has a schema", () => {
    const tried = cases.map(([{ type }]) => type);
    expect(new Set([...tried, "webhook.test"])).toEqual(new Set(Object.keys(bodySchemas)));
    expect(webhookEventTypes).toEqual(expect.arrayContaining(tried));
  });

  it("of a test has the six fields as an example, and says that it is a test", () => {
    const event = { ...aChatbotEvent({ type: "chatbot.endpoint_tested", endpointId: "e" as never }), id };
    const body = JSON.parse(testBodyOf(event));
    expect(bodySchemas["webhook.test"].parse(body)).toEqual(body);
    expect(body).toMatchObject({ event: "webhook.test", data: { test: true, chatbot_id: firstChatbotId } });
    expectTheSixFields(body.data);
    expect(typeof body.data.escalated_at).toBe("string");
  });

  it("has null and zero where nobody asked for a human yet", () => {
    const body = JSON.parse(bodyOf(fact({ type: "conversation.started", sessionId }, 0), before));
    expect(body.data).toMatchObject({ escalated_at: null, trigger: null, episode: 0, page: null });
  });

  it("has an empty last message where the visitor wrote none", () => {
    const silent = { ...before, lastMessage: "", messageCount: 0 };
    const body = JSON.parse(bodyOf(fact({ type: "conversation.started", sessionId }, 0), silent));
    expect(body.data).toMatchObject({ last_message: "", message_count: 0 });
  });

  it("repeats what a visitor wrote as the text that it is", () => {
    const text = '<!channel> "},"event":"x" \u2028 {{DATE}} 💥';
    const message = aMessage({ text });
    const body = JSON.parse(bodyOf(fact({ type: "message.received", message }), { ...open, lastMessage: text }));
    expect(body.event).toBe("message.received");
    expect(body.data.message.text).toBe(text);
  });

  it("does not say who exactly an agent is on their surface", () => {
    const by = anAgent({ externalId: "T0STANDIN1:U0BEN00001" });
    expect(bodyOf(fact({ type: "conversation.claimed", by }), open)).not.toContain("U0BEN00001");
  });
});

/** Names and types of the documented fields, for ever. */
function expectTheSixFields(data: Record<string, unknown>): void {
  expect(data).toMatchObject({
    conversation_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    session_id: expect.stringMatching(/^embed-/),
    chatbot_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    last_message: expect.any(String),
    message_count: expect.any(Number),
  });
  if (data.escalated_at !== null) expect(data.escalated_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(Object.keys(data).slice(0, 6)).toEqual([
    "conversation_id",
    "session_id",
    "chatbot_id",
    "escalated_at",
    "last_message",
    "message_count",
  ]);
}
