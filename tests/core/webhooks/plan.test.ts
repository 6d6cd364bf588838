import { describe, expect, it } from "vitest";
import type { EndpointId } from "../../../core/domain/ids.ts";
import { type WebhookEventType, webhookEventTypes } from "../../../core/domain/webhook-endpoint.ts";
import type { DeskEvent, SessionId } from "../../../core/index.ts";
import { plan } from "../../../core/webhooks/plan.ts";
import { aChatbot } from "../../builders/chatbots.ts";
import { aConversation } from "../../builders/conversations.ts";
import { anEndpoint } from "../../builders/endpoints.ts";
import {
  aChatbotEvent,
  aClaimedEvent,
  aConversationEvent,
  anAnsweredEvent,
  anEscalatedEvent,
  aReceivedEvent,
  aResolvedEvent,
} from "../../builders/events.ts";
import { anAgent, anOpenEscalation, escalatedAt } from "../../builders/notices.ts";

const id = (name: string) => name as EndpointId;
const open = aConversation({ escalation: anOpenEscalation() });
const tested = (endpointId: EndpointId) => aChatbotEvent({ type: "chatbot.endpoint_tested", endpointId });

const told = (event: DeskEvent, ...endpoints: ReturnType<typeof anEndpoint>[]) =>
  plan(event, aChatbot({ endpoints }), "seq" in event ? open : null).map(({ destination }) => destination.address);

describe("which endpoints are told of an event", () => {
  const everything = anEndpoint({ id: id("all"), events: webhookEventTypes });

  it("are all that are enabled and subscribed to it, each in a lane of its own", () => {
    const endpoints = [
      anEndpoint({ id: id("escalations") }),
      anEndpoint({ id: id("off"), enabled: false }),
      anEndpoint({ id: id("resolutions"), events: ["conversation.resolved"] }),
      everything,
    ];
    expect(plan(anEscalatedEvent(), aChatbot({ endpoints }), open)).toEqual(
      ["escalations", "all"].map((address) => ({
        destination: { account: "webhooks", address },
        effect: "message",
        body: expect.stringContaining('"event":"conversation.escalated"'),
      })),
    );
  });

  it.each<[WebhookEventType, DeskEvent]>([
    ["conversation.started", aConversationEvent({ type: "conversation.started", sessionId: "embed-1" as SessionId })],
    ["message.received", aReceivedEvent()],
    ["conversation.escalated", anEscalatedEvent()],
    ["conversation.claimed", aClaimedEvent()],
    ["conversation.resolved", aResolvedEvent()],
    ["conversation.reopened", aConversationEvent({ type: "conversation.reopened", by: anAgent() })],
  ])("are those subscribed to %s, and no others", (type, event) => {
    const one = anEndpoint({ id: id("one"), events: [type] });
    const others = anEndpoint({ id: id("others"), events: webhookEventTypes.filter((each) => each !== type) });
    expect(told(event, one, others)).toEqual(["one"]);
  });

  it("are told of an escalation that channels are told of by number", () => {
    expect(told(anEscalatedEvent({ digested: true }), everything)).toEqual(["all"]);
  });

  it.each<[string, DeskEvent]>([
    ["an assistant's answer", anAnsweredEvent()],
    ["a rating", aConversationEvent({ type: "message.rated", ratedSeq: 3, rating: "up" })],
    ["an assistant that failed", aConversationEvent({ type: "assistant.failed", messageSeq: 3, reason: "late" })],
    ["nobody having been reached", aConversationEvent({ type: "conversation.unreached", escalatedAt })],
    [
      "a digest",
      aChatbotEvent({ type: "chatbot.escalations_digested", count: 2, since: escalatedAt, until: escalatedAt }),
    ],
    [
      "a channel that broke",
      aChatbotEvent({
        type: "chatbot.destination_paused",
        adapter: "slack",
        account: "w",
        address: "C1",
        scope: "address",
        label: "#support",
        reason: "archived",
      }),
    ],
  ])("are none for %s", (_, event) => {
    expect(told(event, everything)).toEqual([]);
  });

  it("is the tested one alone for a test, subscribed and enabled or not", () => {
    const unsubscribed = anEndpoint({ id: id("tested"), events: [], enabled: false });
    expect(told(tested(id("tested")), everything, unsubscribed)).toEqual(["tested"]);
    expect(told(tested(id("gone")), everything)).toEqual([]);
  });
});
