import { assertNever, type Delivery, isOfConversation, type Outcome } from "../../core/index.ts";
import { announcement } from "./announcement.ts";
import { card } from "./card.ts";
import type { Sent } from "./connector.ts";
import { line } from "./line.ts";
import { mirror } from "./mirror.ts";
import type { Post } from "./post.ts";
import { threadOf } from "./refs.ts";

/** An escalation told this much later says when it really was. */
const delayedAfterMs = 5 * 60_000;

/** Makes each delivery's post or edit. What it shows is decided here, how it reaches Teams in post.ts. */
export function createDeliver(post: Post, publicUrl: string) {
  return async (delivery: Delivery, signal: AbortSignal): Promise<Outcome> => {
    if (delivery.effect === "card") return deliverCard(delivery, signal);
    if (delivery.posted.message) return { kind: "delivered", posted: delivery.posted.message };
    const said = whatToSay(delivery);
    if (!said) return rejected(`Teams has no words for ${delivery.event.type} as a ${delivery.effect}.`);
    if (!isOfConversation(delivery.event)) return post.send({ delivery, draw: again(said), thread: null, signal });
    if (!delivery.posted.card)
      return rejected("There is no card of this conversation in the channel to write this under.");
    return post.send({ delivery, draw: again(said), thread: threadOf(delivery.posted.card), signal });
  };

  async function deliverCard(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    const { event, notice, posted, id } = delivery;
    if (!notice || !isOfConversation(event)) return rejected("A card needs a conversation in an episode.");
    const { episode, escalatedAt, digested } = notice.escalation;
    const shown = posted.card ?? posted.message;
    if (!shown && digested)
      return rejected("It was told to the channel by number, as one of many; there is no card to change.");
    const options = { delivery: id, ...(event.episode < episode && { pastEpisode: event.episode }) };
    if (shown) {
      const edited = await post.edit({ delivery, ref: shown, sent: card(notice, options), signal });
      if (edited !== "gone") return edited;
    }
    const delayed = notice.asOf.getTime() - escalatedAt.getTime() > delayedAfterMs;
    const draw = (again: boolean) => card(notice, { ...options, delayed, again });
    return post.send({ delivery, draw, thread: null, signal });
  }

  function whatToSay({ event, effect }: Delivery): Sent | null {
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

/** A second copy says that it is one. */
function again(said: Sent) {
  return (isAgain: boolean): Sent =>
    isAgain ? { ...said, text: `${said.text} (sent again: the first copy may be above)` } : said;
}

function rejected(reason: string): Outcome {
  return { kind: "rejected", reason };
}
