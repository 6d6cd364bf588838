import { describe, expect, it } from "vitest";
import { createPlan } from "../../../core/deliveries/plan.ts";
import type { Conversation } from "../../../core/domain/conversation.ts";
import type { Adapter, DeskEvent } from "../../../core/index.ts";
import { aChatbot } from "../../builders/chatbots.ts";
import { aConversation } from "../../builders/conversations.ts";
import {
  aChatbotEvent,
  aClaimedEvent,
  aConversationEvent,
  anAnsweredEvent,
  anEscalatedEvent,
  aReceivedEvent,
  aResolvedEvent,
} from "../../builders/events.ts";
import { anAgent, anOpenEscalation, aResolvedEscalation } from "../../builders/notices.ts";

/** Wants everything it is asked about. */
const eager = (name: string): Adapter => ({
  name,
  plan: () => [{ destination: { account: "a", address: "b" }, effect: "message" }],
  deliver: async () => ({ kind: "delivered" }),
});
const plan = createPlan([eager("slack"), eager("teams")], [eager("assistant")]);

const never = aConversation();
const open = aConversation({ escalation: anOpenEscalation() });
const resolved = aConversation({ escalation: aResolvedEscalation() });
const byNumber = aConversation({ escalation: anOpenEscalation({ digested: true }) });
const byNumberResolved = aConversation({ escalation: aResolvedEscalation({ digested: true }) });
const reopened = aConversationEvent({ type: "conversation.reopened", by: anAgent() });

describe("who is asked to tell of an event", () => {
  it.each<[string, DeskEvent, Conversation | null, boolean]>([
    ["a message before anybody asked for a human", aReceivedEvent(), never, false],
    ["a message while it is open", aReceivedEvent(), open, true],
    ["a message after it was resolved", aReceivedEvent(), resolved, false],
    ["a message in one of many, told by number", aReceivedEvent(), byNumber, false],
    ["an answer while it is open", anAnsweredEvent(), open, true],
    ["an answer before", anAnsweredEvent(), never, false],
    ["the escalation", anEscalatedEvent(), open, true],
    ["an escalation told by number", anEscalatedEvent({ digested: true }), byNumber, true],
    ["a claim", aClaimedEvent(), open, true],
    ["a claim of one told by number", aClaimedEvent(), byNumber, false],
    ["a resolution", aResolvedEvent(), resolved, true],
    ["a resolution of one told by number", aResolvedEvent(), byNumberResolved, false],
    ["a reopening", reopened, open, true],
    [
      "a digest",
      aChatbotEvent({ type: "chatbot.escalations_digested", count: 3, since: new Date(), until: new Date() }),
      null,
      true,
    ],
  ])("%s: surfaces are asked: %s", (_, event, conversation, surfaces) => {
    const asked = plan(event, aChatbot(), conversation).map((each) => each.adapter);
    expect(asked).toEqual(surfaces ? ["slack", "teams", "assistant"] : ["assistant"]);
  });
});
