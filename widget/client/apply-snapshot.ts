import type { SessionAnswer, WidgetConversation } from "../../core/http/widget-protocol.ts";
import type { ChatState, SystemLine } from "./chat-state.ts";

/** What the server knows replaces what we knew; remarks made live keep their place. */
export function applySnapshot(state: ChatState, answer: SessionAnswer, sameConversation: boolean): ChatState {
  const { seq, status, messages, answering, assistant_failed } = answer.conversation;
  const arrived = new Set(messages.map((message) => message.client_id));
  return {
    ...state,
    loaded: true,
    refusal: null,
    chatbot: answer.chatbot,
    seq,
    status,
    messages,
    answering,
    assistantFailed: assistant_failed,
    lines: sameConversation && state.lines.length > 0 ? state.lines : linesOf(answer.conversation),
    outgoing: state.outgoing.filter((letter) => !arrived.has(letter.id)),
  };
}

/** The snapshot carries no remarks: they are placed by the time of the request and the agent's first word. */
function linesOf({ messages, status, seq }: WidgetConversation): SystemLine[] {
  const { episode, escalated_at, claimed_by: name } = status;
  if (status.state === "none" || escalated_at === null) return [];
  const later = messages.filter((message) => Date.parse(message.sent_at) > Date.parse(escalated_at));
  const lines: SystemLine[] = [{ kind: "asked", seq: before(later[0], seq), episode, confirmation: null }];
  if (name !== null) {
    const first = later.find((message) => message.author === "agent" && message.name === name);
    lines.push({ kind: "joined", seq: before(first, seq), episode, name });
  }
  return lines;
}

function before(message: { readonly seq: number } | undefined, end: number): number {
  return message === undefined ? end : message.seq - 0.5;
}
