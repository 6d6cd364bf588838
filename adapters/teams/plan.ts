import {
  type Chatbot,
  type Connection,
  type DeskEvent,
  type Effect,
  effectsInChannel,
  isAbout,
  type Planned,
} from "../../core/index.ts";
import { adapterName, workflows } from "./refs.ts";

/** What an event asks to be posted in the chatbot's connected channels. */
export function plan(event: DeskEvent, { connections }: Chatbot): readonly Planned[] {
  const ours = connections.filter(({ adapter }) => adapter === adapterName);
  return ours.flatMap((connection) => {
    const effects = connection.account === workflows ? toldTo(event, connection) : effectsInChannel(event, connection);
    return effects.map((effect) => ({
      destination: { account: connection.account, address: connection.address },
      effect,
    }));
  });
}

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
