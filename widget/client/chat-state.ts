import type {
  AskForHuman,
  Problem,
  WidgetChatbot,
  WidgetMessage,
  WidgetStatus,
} from "../../core/http/widget-protocol.ts";

export interface ChatState {
  readonly connection: "idle" | "connecting" | "live" | "down";
  /** The server will not have this page or this chatbot: trying again by ourselves would not help. */
  readonly refusal: Problem | null;
  /** The conversation is here, if only empty. */
  readonly loaded: boolean;
  readonly chatbot: WidgetChatbot | null;
  /** Everything up to this number has been taken in. */
  readonly seq: number;
  /** Confirmed by the server, in order. */
  readonly messages: readonly WidgetMessage[];
  readonly lines: readonly SystemLine[];
  readonly status: WidgetStatus;
  readonly answering: boolean;
  readonly assistantFailed: number | null;
  /** What the server has not confirmed yet, oldest first. */
  readonly outgoing: readonly Outgoing[];
}

/** A remark between the messages; it stands after the message with the same or the next lower seq. */
export type SystemLine =
  | { readonly kind: "joined"; readonly seq: number; readonly episode: number; readonly name: string }
  | { readonly kind: "asked"; readonly seq: number; readonly episode: number; readonly confirmation: string | null };

export type Outgoing = Letter & {
  /** Slowed: the server asked for patience. */
  readonly phase: "sending" | "waiting" | "slowed" | "refused";
  /** The server's words for a refusal. */
  readonly why: string | null;
};

/** Its id is made here, so that sending it again is the same. */
export type Letter =
  | { readonly kind: "message"; readonly id: string; readonly text: string; readonly at: string }
  | { readonly kind: "escalation"; readonly id: string; readonly trigger: AskForHuman["trigger"] }
  | { readonly kind: "rating"; readonly id: string; readonly seq: number };

const noEscalation: WidgetStatus = {
  state: "none",
  episode: 0,
  claimed_by: null,
  resolved_by: null,
  escalated_at: null,
};

export const emptyChat: ChatState = {
  connection: "idle",
  refusal: null,
  loaded: false,
  chatbot: null,
  seq: 0,
  messages: [],
  lines: [],
  status: noEscalation,
  answering: false,
  assistantFailed: null,
  outgoing: [],
};
