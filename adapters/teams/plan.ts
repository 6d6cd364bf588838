import {
  type Connection,
  createChannelPlan,
  type DeskEvent,
  type Effect,
  effectsInChannel,
  isAbout,
} from "../../core/index.ts";
import { adapterName, workflows } from "./refs.ts";

/** What an event asks to be posted in the chatbot's connected channels. */
export const plan = createChannelPlan(adapterName, (event, connection) =>
  connection.account === workflows ? toldTo(event, connection) : effectsInChannel(event, connection),
);

/** A Workflows webhook can neither edit nor thread: it hears of the beginning and of the end, each time anew. */
function toldTo(event: DeskEvent, connection: Connection): readonly Effect[] {
  switch (event.type) {
    case "conversation.escalated":
      return event.digested ? [] : ["message"];
    case "conversation.resolved":
    case "conversation.reopened":
    case "chatbot.escalations_digested":
      return ["message"];
    case "chatbot.destination_paused":
      return isAbout(event, connection) ? [] : ["message"];
    default:
      return [];
  }
}
