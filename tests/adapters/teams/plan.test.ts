import { describe, expect, it } from "vitest";
import { plan } from "../../../adapters/teams/plan.ts";
import { workflows } from "../../../adapters/teams/refs.ts";
import { aChatbot, aConnection } from "../../builders/chatbots.ts";
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
import { anAgent, escalatedAt } from "../../builders/notices.ts";

const support = aConnection({ adapter: "teams", account: "tenant", address: "19:support" });
const sales = aConnection({ adapter: "teams", account: "tenant", address: "19:sales" });
const webhook = aConnection({ adapter: "teams", account: workflows, address: "workflow-1" });
const slack = aConnection();

const planned = (event: Parameters<typeof plan>[0]) =>
  plan(event, aChatbot({ connections: [support, slack, webhook, sales] }), aConversation()).map(
    ({ destination, effect }) => `${effect} ${destination.address}`,
  );
const reopened = aConversationEvent({ type: "conversation.reopened", by: anAgent() });

describe("what is planned for Teams", () => {
  it("is a card in every connected channel when somebody asks for a human, and a message for a webhook", () => {
    expect(planned(anEscalatedEvent())).toEqual(["card 19:support", "message workflow-1", "card 19:sales"]);
  });

  it("is nothing for one of many, which are told by number", () => {
    expect(planned(anEscalatedEvent({ digested: true }))).toEqual([]);
    const digest = { type: "chatbot.escalations_digested", count: 27, since: escalatedAt, until: escalatedAt } as const;
    expect(planned(aChatbotEvent(digest))).toEqual(["message 19:support", "message workflow-1", "message 19:sales"]);
  });

  it("is the card and a line under it when somebody is on it, of which a webhook hears nothing", () => {
    expect(planned(aClaimedEvent())).toEqual(["card 19:support", "line 19:support", "card 19:sales", "line 19:sales"]);
  });

  it.each([aResolvedEvent(), reopened])("is the card, a line under it, and a message for a webhook: $type", (event) => {
    expect(planned(event)).toEqual([
      "card 19:support",
      "line 19:support",
      "message workflow-1",
      "card 19:sales",
      "line 19:sales",
    ]);
  });

  it.each([aReceivedEvent(), anAnsweredEvent()])(
    "is a mirror in the thread, which a webhook has not: $type",
    (event) => {
      expect(planned(event)).toEqual(["message 19:support", "message 19:sales"]);
    },
  );

  it("is nothing for what Teams has no part in", () => {
    expect(planned(aConversationEvent({ type: "conversation.unreached", escalatedAt }))).toEqual([]);
    expect(planned(aConversationEvent({ type: "message.rated", ratedSeq: 2, rating: "up" }))).toEqual([]);
  });

  it.each([
    ["a channel", support, ["message workflow-1", "message 19:sales"]],
    ["a webhook", webhook, ["message 19:support", "message 19:sales"]],
    ["a channel in Slack", slack, ["message 19:support", "message workflow-1", "message 19:sales"]],
  ])("is a word everywhere else when %s broke", (_what, connection, words) => {
    const event = { type: "chatbot.destination_paused", scope: "address", reason: "Gone.", ...connection } as const;
    expect(planned(aChatbotEvent(event))).toEqual(words);
  });

  it("is a word through the webhook when the whole tenant broke", () => {
    const event = { type: "chatbot.destination_paused", scope: "account", reason: "Revoked.", ...support } as const;
    expect(planned(aChatbotEvent(event))).toEqual(["message workflow-1"]);
  });
});
