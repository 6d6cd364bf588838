import type { Adapter, Delivery, Log, Outcome, PostedRef } from "./adapter.ts";
import { assertNever } from "./domain/assert-never.ts";
import { type Announced, isOfConversation } from "./domain/events.ts";
import type { DeliveryId } from "./domain/ids.ts";
import type { Message } from "./domain/message.ts";
import type { EscalationNotice } from "./domain/notice.ts";
import type { LineEvent } from "./phrases/line.ts";

/** An escalation told this much later says when it really was. */
const delayedAfterMs = 5 * 60_000;

/** How a card is to be drawn. */
export interface CardLook {
  /** What its buttons bring back, so that the card is known by them. */
  readonly delivery?: DeliveryId;
  /** Posted long after it was asked for: the card says so. */
  readonly delayed?: boolean;
  /** The episode that the card was made for is over; a newer card speaks for the conversation. */
  readonly pastEpisode?: number;
  /** Another card of the same episode goes on: this one says nothing that could change, and has no buttons. */
  readonly copy?: boolean;
}

interface Carrying {
  readonly delivery: Delivery;
  readonly signal: AbortSignal;
}

interface CarryingCard extends Carrying {
  readonly notice: EscalationNotice;
  readonly look: CardLook;
}

/** A platform's script, and its way to a channel in which cards stand, each with a thread under it. */
export interface ChannelScript<Said> {
  /** What people call the platform. */
  readonly platform: string;
  readonly log: Log;
  line(event: LineEvent): Said;
  mirror(message: Message): Said;
  announcement(event: Announced): Said;
  /** The same where it stands by itself: it says which conversation it belongs to. */
  apart(said: Said, notice: EscalationNotice): Said;
  /** `thread`: the card to write it under; null: in the channel itself. "gone": nothing can be written under that card. */
  say(said: Said, carrying: Carrying & { readonly thread: PostedRef | null }): Promise<Outcome | "gone">;
  postCard(card: CarryingCard): Promise<Outcome>;
  /** "gone": there is nothing left to edit, or it cannot be edited. */
  editCard(card: CarryingCard & { readonly ref: PostedRef }): Promise<Outcome | "gone">;
}

/** Makes each delivery's post or edit: what is said and in which order, the same on every platform. */
export function createChannelDeliver<Said>(script: ChannelScript<Said>): Adapter["deliver"] {
  return async (delivery, signal) => {
    switch (delivery.effect) {
      case "card":
        return deliverCard(delivery, signal);
      case "copy":
        return redrawCopy(delivery, signal);
      case "line":
      case "message":
        return say(delivery, signal);
      default:
        return assertNever(delivery.effect);
    }
  };

  async function deliverCard(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    const { event, notice, posted, id } = delivery;
    if (!notice || !isOfConversation(event)) return rejected("A card needs a conversation in an episode.");
    const { episode, escalatedAt, digested } = notice.escalation;
    const shown = posted.card ?? posted.message;
    if (!shown && digested)
      return rejected("It was told to the channel by number, as one of many; there is no card to change.");
    const look = { delivery: id, ...(event.episode < episode && { pastEpisode: event.episode }) };
    if (shown) {
      const edited = await script.editCard({ delivery, signal, notice, look, ref: shown });
      if (edited !== "gone") return edited;
      script.log.warn({ delivery: id }, `${script.platform}: a card could not be edited; it is posted anew`);
    }
    const delayed = notice.asOf.getTime() - escalatedAt.getTime() > delayedAfterMs;
    return script.postCard({ delivery, signal, notice, look: { ...look, delayed } });
  }

  /** Once: it says nothing that could change later. */
  async function redrawCopy(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    const { notice, posted } = delivery;
    if (!notice || !posted.message)
      return rejected("A copy is a card that was posted, of a conversation in an episode.");
    if (posted.message === posted.card) return deliverCard(delivery, signal);
    const edited = await script.editCard({ delivery, signal, notice, look: { copy: true }, ref: posted.message });
    return edited === "gone" ? { kind: "delivered" } : edited;
  }

  async function say(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    const { event, effect, posted } = delivery;
    if (posted.message) return { kind: "delivered", posted: posted.message };
    const said = whatToSay(delivery);
    if (!said) return rejected(`${script.platform} has no words for ${event.type} as a ${effect}.`);
    if (!isOfConversation(event)) return sayInChannel(said, delivery, signal);
    if (!posted.card) return rejected("There is no card of this conversation in the channel to write this under.");
    const under = await script.say(said, { delivery, signal, thread: posted.card });
    return under === "gone" ? sayApart(said, delivery, signal) : under;
  }

  /** Its card may only have been out of sight for a moment; after that it is better said in the channel than not at all. */
  async function sayApart(said: Said, delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    const { id, attempt, notice, uncertainSince } = delivery;
    if (attempt === 1 && !uncertainSince)
      return { kind: "retry", reason: `${script.platform} did not find the card to write this under` };
    script.log.warn({ delivery: id }, `${script.platform}: the card to write under is gone; it is said in the channel`);
    return sayInChannel(notice ? script.apart(said, notice) : said, delivery, signal);
  }

  async function sayInChannel(said: Said, delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    const outcome = await script.say(said, { delivery, signal, thread: null });
    return outcome === "gone"
      ? rejected(`${script.platform} takes it neither under its card nor in the channel.`)
      : outcome;
  }

  function whatToSay({ event, effect }: Delivery): Said | null {
    switch (event.type) {
      case "conversation.claimed":
      case "conversation.resolved":
      case "conversation.reopened":
        return effect === "line" ? script.line(event) : null;
      case "message.received":
      case "message.answered":
        return effect === "message" ? script.mirror(event.message) : null;
      case "chatbot.escalations_digested":
      case "chatbot.destination_paused":
      case "chatbot.recipient_silenced":
        return effect === "message" ? script.announcement(event) : null;
      case "chatbot.endpoint_tested":
      case "conversation.started":
      case "conversation.escalated":
      case "conversation.unreached":
      case "message.rated":
      case "assistant.failed":
        return null;
      default:
        return assertNever(event);
    }
  }
}

function rejected(reason: string): Outcome {
  return { kind: "rejected", reason };
}
