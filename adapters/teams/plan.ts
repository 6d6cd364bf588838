import {
  assertNever,
  type Chatbot,
  type Connection,
  type DeskEvent,
  type Effect,
  type Planned,
} from "../../core/index.ts";
import { adapterName, workflows } from "./refs.ts";

/** What an event asks to be posted in the chatbot's connected channels. */
export function plan(event: DeskEvent, { connections }: Chatbot): readonly Planned[] {
  const ours = connections.filter(({ adapter }) => adapter === adapterName);
  return ours.flatMap((connection) => {
    const effects = connection.account === workflows ? toldTo(event, connection) : shownTo(event, connection);
    return effects.map((effect) => ({
      destination: { account: connection.account, address: connection.address },
      effect,
    }));
  });
}

function shownTo(event: DeskEvent, connection: Connection): readonly Effect[] {
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
      return isAbout(event, connection) ? [] : ["message"];
    case "conversation.started":
    case "conversation.unreached":
    case "message.rated":
    case "assistant.failed":
      return [];
    default:
      return assertNever(event);
  }
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

function isAbout(
  event: Extract<DeskEvent, { type: "chatbot.destination_paused" }>,
  { adapter, account, address }: Connection,
): boolean {
  return (
    event.adapter === adapter && event.account === account && (event.scope === "account" || event.address === address)
  );
}
