import type { Trigger } from "./escalation.ts";
import type { ChatbotId, ConversationId, EndpointId, EventId, SessionId } from "./ids.ts";
import type { Message } from "./message.ts";
import type { Agent, Person } from "./people.ts";

/** What a decision says happened; storage gives it its id and its place. */
export type ConversationFact =
  | { readonly type: "conversation.started"; readonly sessionId: SessionId }
  /** A visitor wrote. */
  | { readonly type: "message.received"; readonly message: Message }
  /** The assistant answered. */
  | {
      readonly type: "message.answered";
      readonly message: Message;
      /** Seq of the visitor's message that it answers. */
      readonly answers: number;
    }
  | { readonly type: "message.rated"; readonly ratedSeq: number; readonly rating: "up" }
  /** The assistant could not answer the message with this seq; the visitor is told and offered a human. */
  | { readonly type: "assistant.failed"; readonly messageSeq: number; readonly reason: string }
  | {
      readonly type: "conversation.escalated";
      readonly sessionId: SessionId;
      readonly escalatedAt: Date;
      readonly trigger: Trigger;
      readonly lastMessage: string;
      readonly messageCount: number;
      /** Over the alert limit: channels are told by a digest instead of a card. */
      readonly digested: boolean;
    }
  | { readonly type: "conversation.claimed"; readonly by: Agent }
  | { readonly type: "conversation.resolved"; readonly by: Agent }
  | { readonly type: "conversation.reopened"; readonly by: Person }
  /** No destination confirmed the escalation within 60 seconds. */
  | {
      readonly type: "conversation.unreached";
      readonly escalatedAt: Date;
      /** Where it could not be shown, and why; nothing where no destination was to be told. */
      readonly because?: readonly Unshown[];
    };

/** A destination that was to show an escalation and did not. */
export interface Unshown {
  readonly adapter: string;
  /** What its owner calls it. */
  readonly label: string;
  readonly reason: string;
}

/** Something that happened in a conversation, frozen. */
export type ConversationEvent = ConversationFact & {
  readonly id: EventId;
  readonly chatbotId: ChatbotId;
  readonly conversationId: ConversationId;
  /** Gapless in its conversation; the only cursor. */
  readonly seq: number;
  /** The episode it belongs to; 0 before the first escalation. */
  readonly episode: number;
  readonly occurredAt: Date;
};

/** Something about a chatbot as a whole. */
export type ChatbotFact =
  /** Escalations over the alert limit: one alert for all of them. */
  | {
      readonly type: "chatbot.escalations_digested";
      readonly count: number;
      readonly since: Date;
      readonly until: Date;
    }
  /** A destination was paused because it is broken; the owner reads the reason through another one. */
  | {
      readonly type: "chatbot.destination_paused";
      readonly adapter: string;
      readonly account: string;
      readonly address: string;
      /** Everything of the account, or this address alone. */
      readonly scope: "address" | "account";
      readonly label: string;
      readonly reason: string;
    }
  /** An address gets no more alerts; the owner reads why. */
  | {
      readonly type: "chatbot.recipient_silenced";
      readonly email: string;
      readonly isOwner: boolean;
      readonly cause: "bounced" | "dropped" | "reported_spam" | "unsubscribed";
      /** What the platform said of it; "" when nobody had to say anything. */
      readonly reason: string;
    }
  /** Somebody pressed Send test. */
  | { readonly type: "chatbot.endpoint_tested"; readonly endpointId: EndpointId };

export type ChatbotEvent = ChatbotFact & {
  readonly id: EventId;
  readonly chatbotId: ChatbotId;
  readonly occurredAt: Date;
};

/** What is announced in a chatbot's channels; a tested endpoint hears of it alone. */
export type Announced = Exclude<ChatbotEvent, { readonly type: "chatbot.endpoint_tested" }>;

export type DeskEvent = ConversationEvent | ChatbotEvent;

export function isOfConversation(event: DeskEvent): event is ConversationEvent {
  return "conversationId" in event;
}
