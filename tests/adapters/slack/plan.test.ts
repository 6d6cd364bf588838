import { describe, expect, it } from "vitest";
import { plan } from "../../../adapters/slack/plan.ts";
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

const support = aConnection();
const sales = aConnection({ address: "C0SALES001", label: "#sales" });
const teams = aConnection({ adapter: "teams", account: "tenant", address: "19:abc" });
const chatbot = aChatbot({ connections: [support, teams, sales] });

const planned = (event: Parameters<typeof plan>[0]) =>
  plan(event, chatbot, aConversation()).map(({ destination, effect }) => `${effect} ${destination.address}`);

describe("what is planned for Slack", () => {
  it("is a card in every connected channel when somebody asks for a human", () => {
    expect(planned(anEscalatedEvent())).toEqual(["card C0SUPPORT1", "card C0SALES001"]);
  });

  it("is nothing for one of many, which are told by number", () => {
    expect(planned(anEscalatedEvent({ digested: true }))).toEqual([]);
    const digest = { type: "chatbot.escalations_digested", count: 27, since: escalatedAt, until: escalatedAt } as const;
    expect(planned(aChatbotEvent(digest))).toEqual(["message C0SUPPORT1", "message C0SALES001"]);
  });

  it.each([aClaimedEvent(), aResolvedEvent(), aConversationEvent({ type: "conversation.reopened", by: anAgent() })])(
    "is the card and a line under it: $type",
    (event) => {
      expect(planned(event)).toEqual(["card C0SUPPORT1", "line C0SUPPORT1", "card C0SALES001", "line C0SALES001"]);
    },
  );

  it.each([aReceivedEvent(), anAnsweredEvent()])("is a mirror in the thread: $type", (event) => {
    expect(planned(event)).toEqual(["message C0SUPPORT1", "message C0SALES001"]);
  });

  it("is nothing for what Slack has no part in", () => {
    expect(planned(aConversationEvent({ type: "conversation.unreached", escalatedAt }))).toEqual([]);
    expect(planned(aConversationEvent({ type: "message.rated", ratedSeq: 2, rating: "up" }))).toEqual([]);
  });

  it("is a word in the other channels when a destination broke", () => {
    const paused = (connection: typeof support) =>
      aChatbotEvent({ type: "chatbot.destination_paused", scope: "address", reason: "Gone.", ...connection });
    expect(planned(paused(support))).toEqual(["message C0SALES001"]);
    expect(planned(paused(teams))).toEqual(["message C0SUPPORT1", "message C0SALES001"]);
  });
});
