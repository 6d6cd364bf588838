import type { WidgetFrame, WidgetMessage, WidgetStatus } from "../../core/http/widget-protocol.ts";
import type { ChatState, SystemLine } from "./chat-state.ts";

/** A frame that was taken in already changes nothing; one without a number always counts. */
export function applyFrame(before: ChatState, seq: number | null, frame: WidgetFrame): ChatState {
  if (seq !== null && seq <= before.seq) return before;
  const state = seq === null ? before : { ...before, seq };
  switch (frame.event) {
    case "message":
      return withMessage({ ...state, answering: awaitsAssistant(state, frame.data) }, frame.data);
    case "status":
      return withStatus(state, frame.data, state.seq, null);
    case "rating":
      return withRating(state, frame.data.seq);
    case "assistant_failed":
      return { ...state, answering: false, assistantFailed: frame.data.message_seq };
    case "chatbot":
      return { ...state, chatbot: frame.data };
    default:
      return state;
  }
}

/** By its seq; a visitor's message also takes the place of the one that was on its way. */
export function withMessage(state: ChatState, message: WidgetMessage): ChatState {
  const others = state.messages.filter((other) => other.seq !== message.seq);
  return {
    ...state,
    messages: [...others, message].sort((a, b) => a.seq - b.seq),
    outgoing: state.outgoing.filter((letter) => letter.id !== message.client_id),
  };
}

export function withStatus(
  state: ChatState,
  status: WidgetStatus,
  seq: number,
  confirmation: string | null,
): ChatState {
  const { episode, claimed_by: name } = status;
  const lines: SystemLine[] = [];
  const known = (kind: SystemLine["kind"]) =>
    state.lines.some(
      (line) => line.kind === kind && line.episode === episode && (line.kind === "asked" || line.name === name),
    );
  // Always the present status: what came before it may have been missed.
  if (status.state !== "none" && !known("asked")) lines.push({ kind: "asked", seq, episode, confirmation });
  if (name !== null && !known("joined")) lines.push({ kind: "joined", seq, episode, name });
  const answering = state.answering && !(status.state === "open" && name !== null);
  return { ...state, status, answering, lines: [...state.lines, ...lines] };
}

export function withRating(state: ChatState, seq: number): ChatState {
  const messages = state.messages.map((message) =>
    message.seq === seq ? { ...message, rating: "up" as const } : message,
  );
  return { ...state, messages };
}

/** From the claim on, the assistant is silent while a human is handling it. */
function awaitsAssistant({ status }: ChatState, { author }: WidgetMessage): boolean {
  return author === "visitor" && !(status.state === "open" && status.claimed_by !== null);
}
