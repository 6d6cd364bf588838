import { type Adapter, assertNever, type Delivery, isOfConversation, type Outcome } from "../../core/index.ts";
import { announcement } from "./announcement.ts";
import { card, type Rendered } from "./card.ts";
import { line } from "./line.ts";
import { mirror } from "./mirror.ts";
import type { Post } from "./post.ts";
import { messageAt } from "./refs.ts";

/** An escalation told this much later says when it really was. */
const delayedAfterMs = 5 * 60_000;

/** Makes each delivery's post or edit. What it shows is decided here, how it reaches Slack in post.ts. */
export function createDeliver(post: Post, publicUrl: string): Adapter["deliver"] {
  return async (delivery, signal) => {
    if (delivery.effect === "card") return deliverCard(delivery, signal);
    if (delivery.posted.message) return { kind: "delivered", posted: delivery.posted.message };
    const said = whatToSay(delivery);
    if (!said) return rejected(`Slack has no words for ${delivery.event.type} as a ${delivery.effect}.`);
    if (!isOfConversation(delivery.event)) return post.send({ delivery, rendered: said, thread: null, signal });
    if (!delivery.posted.card)
      return rejected("There is no card of this conversation in the channel to write this under.");
    return post.send({ delivery, rendered: said, thread: messageAt(delivery.posted.card).ts, signal });
  };

  async function deliverCard(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    const { event, notice, posted, id } = delivery;
    if (!notice || !isOfConversation(event)) return rejected("A card needs a conversation in an episode.");
    const { episode, escalatedAt, digested } = notice.escalation;
    const shown = posted.card ?? posted.message;
    if (!shown && digested)
      return rejected("It was told to the channel by number, as one of many; there is no card to change.");
    const past = event.episode < episode ? { pastEpisode: event.episode } : {};
    const draw = (brief: boolean, delayed: boolean) => card(notice, { ...past, delivery: id, brief, delayed });

    if (shown) {
      const edited = await post.edit({
        delivery,
        ref: shown,
        rendered: draw(false, false),
        brief: draw(true, false),
        seq: notice.seq,
        signal,
      });
      if (edited !== "gone") return edited;
    }
    const delayed = notice.asOf.getTime() - escalatedAt.getTime() > delayedAfterMs;
    return post.send({ delivery, rendered: draw(false, delayed), brief: draw(true, delayed), thread: null, signal });
  }

  function whatToSay({ event, effect }: Delivery): Rendered | null {
    switch (event.type) {
      case "conversation.claimed":
      case "conversation.resolved":
      case "conversation.reopened":
        return effect === "line" ? line(event) : null;
      case "message.received":
      case "message.answered":
        return effect === "message" ? mirror(event.message) : null;
      case "chatbot.escalations_digested":
      case "chatbot.destination_paused":
        return effect === "message" ? announcement(event, publicUrl) : null;
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
