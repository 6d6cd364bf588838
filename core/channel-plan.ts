import type { Adapter, Effect } from "./adapter.ts";
import { assertNever } from "./domain/assert-never.ts";
import type { Connection } from "./domain/chatbot.ts";
import type { DeskEvent } from "./domain/events.ts";

/** The plan of an adapter whose destinations are the chatbot's connected channels. */
export function createChannelPlan(
  adapter: string,
  effectsIn: (event: DeskEvent, connection: Connection) => readonly Effect[] = effectsInChannel,
): Adapter["plan"] {
  return (event, { connections }) =>
    connections
      .filter((connection) => connection.adapter === adapter)
      .flatMap((connection) =>
        effectsIn(event, connection).map((effect) => ({
          destination: { account: connection.account, address: connection.address },
          effect,
        })),
      );
}

/** What an event asks of a channel in which a card stands, edited in place, with a thread under it. */
export function effectsInChannel(event: DeskEvent, connection: Connection): readonly Effect[] {
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
    case "chatbot.recipient_silenced":
      // Otherwise the owner reads it by mail.
      return event.isOwner ? ["message"] : [];
    case "chatbot.endpoint_tested":
    case "conversation.started":
    case "conversation.unreached":
    case "message.rated":
    case "assistant.failed":
      return [];
    default:
      return assertNever(event);
  }
}

/** Whether it is this very destination that broke: nobody is told there. */
export function isAbout(
  event: Extract<DeskEvent, { type: "chatbot.destination_paused" }>,
  { adapter, account, address }: Connection,
): boolean {
  return (
    event.adapter === adapter && event.account === account && (event.scope === "account" || event.address === address)
  );
}
