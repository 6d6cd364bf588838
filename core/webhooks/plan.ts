import type { Planned } from "../adapter.ts";
import type { Chatbot } from "../domain/chatbot.ts";
import type { Conversation } from "../domain/conversation.ts";
import type { DeskEvent } from "../domain/events.ts";
import type { EndpointId } from "../domain/ids.ts";
import { bodyOf, testBodyOf } from "./body.ts";
import { isPublicEvent } from "./event-type.ts";

/** One delivery for every endpoint that wants to be told; a test goes to the one endpoint, whatever it wants. */
export function plan(event: DeskEvent, { endpoints }: Chatbot, conversation: Conversation | null): readonly Planned[] {
  if (event.type === "chatbot.endpoint_tested") {
    return endpoints.filter(({ id }) => id === event.endpointId).map(({ id }) => planned(id, testBodyOf(event)));
  }
  if (!isPublicEvent(event) || conversation === null) return [];
  const subscribed = endpoints.filter(({ enabled, events }) => enabled && events.includes(event.type));
  if (subscribed.length === 0) return [];
  const body = bodyOf(event, conversation);
  return subscribed.map(({ id }) => planned(id, body));
}

function planned(id: EndpointId, body: string): Planned {
  return { destination: { account: "webhooks", address: id }, effect: "message", body };
}
