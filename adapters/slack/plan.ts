import {
  assertNever,
  type Chatbot,
  type Connection,
  type DeskEvent,
  type Effect,
  type Planned,
} from "../../core/index.ts";
import { adapterName } from "./refs.ts";

/** What an event asks to be posted in the chatbot's connected channels. */
export function plan(event: DeskEvent, { connections }: Chatbot): readonly Planned[] {
  const ours = connections.filter(({ adapter }) => adapter === adapterName);
  return ours.flatMap((connection) =>
    effectsOf(event, connection).map((effect) => ({
      destination: { account: connection.account, address: connection.address },
      effect,
    })),
  );
}

function effectsOf(event: DeskEvent, connection: Connection): readonly Effect[] {
  switch (event.type) {
    case "conversation.escalated":
      return event.digested ? [] : ["card"];
    case "conversation.claimed":
    case "conversation.resolved":
    case "conversation.reopened":
      return ["card", "line"];
    case "message.received":
    case "message.answered":
    case "chatbot.escalations_digested":
      return ["message"];
    case "chatbot.destination_paused":
      return event.adapter === connection.adapter &&
        event.account === connection.account &&
        (event.scope === "account" || event.address === connection.address)
        ? []
        : ["message"];
    case "conversation.started":
    case "conversation.unreached":
    case "message.rated":
    case "assistant.failed":
      return [];
    default:
      return assertNever(event);
  }
}
