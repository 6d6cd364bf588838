import { describe, expect, it } from "vitest";
import { FrozenMail } from "../../../adapters/email/frozen-mail.ts";
import type { DeskEvent, Planned, Recipient } from "../../../core/index.ts";
import { aChatbot, aConnection } from "../../builders/chatbots.ts";
import { aConversation } from "../../builders/conversations.ts";
import {
  aChatbotEvent,
  aClaimedEvent,
  aConversationEvent,
  anEscalatedEvent,
  aReceivedEvent,
  aResolvedEvent,
} from "../../builders/events.ts";
import { anAgent, anOpenEscalation, escalatedAt } from "../../builders/notices.ts";
import { aRecipient, plan, theOwner } from "./email-parts.ts";

const ben = aRecipient();
const conversation = aConversation({ escalation: anOpenEscalation() });
const visitor = { name: "visitor", surface: "widget", externalId: "v-1" } as const;
const reopened = aConversationEvent({ type: "conversation.reopened", by: visitor }, { seq: 9 });
const unreached = aConversationEvent({ type: "conversation.unreached", escalatedAt });
const digested = aChatbotEvent({
  type: "chatbot.escalations_digested",
  count: 27,
  since: escalatedAt,
  until: escalatedAt,
});
const paused = aChatbotEvent({
  type: "chatbot.destination_paused",
  adapter: "slack",
  account: "workspace",
  address: "C0SUPPORT1",
  scope: "address",
  label: "#support",
  reason: "The channel was archived.",
});
const silenced = (isOwner: boolean) =>
  aChatbotEvent({
    type: "chatbot.recipient_silenced",
    email: "cem@acme.example",
    isOwner,
    cause: "bounced",
    reason: "550",
  });

function planned(event: DeskEvent, recipients: readonly Recipient[]): readonly Planned[] {
  return plan(event, aChatbot({ recipients }), "conversationId" in event ? conversation : null);
}

const mailed = (event: DeskEvent, recipients: readonly Recipient[] = [theOwner, ben]) =>
  planned(event, recipients).map(({ destination }) => destination.address);

describe("who is mailed", () => {
  it.each<[string, DeskEvent, string[]]>([
    ["an escalation", anEscalatedEvent(), ["ana@acme.example", "ben@acme.example"]],
    ["one of many, told by number", anEscalatedEvent({ digested: true }), []],
    ["the many", digested, ["ana@acme.example", "ben@acme.example"]],
    ["a reopening by the visitor's message", reopened, ["ana@acme.example", "ben@acme.example"]],
    ["a reopening by an agent", aConversationEvent({ type: "conversation.reopened", by: anAgent() }), []],
    ["nobody was reached", unreached, ["ana@acme.example"]],
    ["a broken channel", paused, ["ana@acme.example"]],
    ["broken e-mail", { ...paused, adapter: "email", scope: "account" } as DeskEvent, []],
    [
      "another's broken address",
      { ...paused, adapter: "email", account: "smtp", address: "ben@acme.example" } as DeskEvent,
      ["ana@acme.example"],
    ],
    [
      "the owner's own broken address",
      { ...paused, adapter: "email", account: "smtp", address: "ana@acme.example" } as DeskEvent,
      [],
    ],
    ["a silenced recipient", silenced(false), ["ana@acme.example"]],
    ["a silenced owner", silenced(true), []],
    ["a claim", aClaimedEvent(), []],
    ["a resolution", aResolvedEvent(), []],
    ["a visitor's message", aReceivedEvent(), []],
  ])("%s", (_, event, addresses) => {
    expect(mailed(event)).toEqual(addresses);
  });

  it.each(["preference", "unsubscribed", "suppressed"] as const)("is not whose silence is %s", (silence) => {
    const silent = aRecipient({ silence });
    for (const event of [anEscalatedEvent(), reopened, digested]) {
      expect(mailed(event, [theOwner, silent])).toEqual(["ana@acme.example"]);
      expect(mailed(event, [{ ...theOwner, silence }, ben])).toEqual(["ben@acme.example"]);
    }
    expect(mailed(unreached, [{ ...theOwner, silence }, ben])).toEqual([]);
  });

  it("is also an owner who wants no alerts, when something broke; but nobody whom mail does not reach", () => {
    for (const event of [paused, silenced(false)]) {
      expect(mailed(event, [{ ...theOwner, silence: "preference" }])).toEqual(["ana@acme.example"]);
      expect(mailed(event, [{ ...theOwner, silence: "suppressed" }])).toEqual([]);
    }
  });

  it("is nobody where nobody is listed, whatever is connected", () => {
    const chatbot = aChatbot({ connections: [aConnection({ adapter: "email" })] });
    expect(plan(anEscalatedEvent(), chatbot, conversation)).toEqual([]);
  });
});

describe("a planned mail", () => {
  it("is one message to one address, the same when it is planned again", () => {
    const first = planned(anEscalatedEvent(), [theOwner, ben]);
    expect(first).toEqual(planned(anEscalatedEvent(), [theOwner, ben]));
    expect(first.map(({ destination, effect }) => [destination.account, effect])).toEqual([
      ["sendgrid", "message"],
      ["sendgrid", "message"],
    ]);
    const bodies = first.map(({ body }) => FrozenMail.parse(JSON.parse(body ?? "")));
    expect(bodies.map(({ to }) => to)).toEqual([
      { email: "Ana@acme.example", name: "Ana Owner" },
      { email: "ben@acme.example", name: "Ben" },
    ]);
  });

  it("keeps its subject for the whole conversation", () => {
    const subjects = [anEscalatedEvent(), reopened, unreached]
      .flatMap((event) => planned(event, [theOwner]))
      .map(({ body }) => FrozenMail.parse(JSON.parse(body ?? "")).subject);
    expect(new Set(subjects)).toEqual(new Set(["[Acme Shop] Somebody asks for a human – C-111111"]));
  });
});
