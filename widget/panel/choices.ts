import type { WidgetMessage } from "../../core/http/widget-protocol.ts";
import type { ChatState } from "../client/chat-state.ts";

export interface Choices {
  readonly rated: boolean;
  readonly positive: boolean;
  readonly help: boolean;
  /** An older reply: its pair steps back behind the newest one. */
  readonly quiet: boolean;
}

/** What a reply of the assistant offers below it. A human is not offered while one is on the way. */
export function choicesFor(state: ChatState, message: WidgetMessage): Choices | null {
  if (message.author !== "assistant") return null;
  const rated =
    message.rating === "up" || state.outgoing.some((letter) => letter.kind === "rating" && letter.seq === message.seq);
  if (!rated && !state.chatbot?.show_escalation_cta) return null;
  const quiet = state.messages.some((other) => other.author === "assistant" && other.seq > message.seq);
  const asked = humanIsAskedFor(state);
  if (asked && quiet && !rated) return null;
  return { rated, positive: !rated, help: !rated && !asked, quiet };
}

export function humanIsAskedFor(state: ChatState): boolean {
  return state.status.state === "open" || state.outgoing.some((letter) => letter.kind === "escalation");
}

/** The assistant's suggestions, on its newest reply and only while nothing was said since. */
export function followUpsOf({ chatbot, messages, outgoing }: ChatState): readonly string[] {
  const newest = messages.at(-1);
  if (newest?.author !== "assistant" || outgoing.some((letter) => letter.kind === "message")) return [];
  return chatbot?.show_escalation_cta && chatbot.replace_follow_ups ? [] : newest.follow_ups;
}
