/**
 * What the widget and the server say to each other. The widget imports the types only.
 *
 *   POST /widget/v1/chatbots/:chatbot_id/sessions                                       start, or resume with the token
 *   POST /widget/v1/chatbots/:chatbot_id/conversations/:conversation_id/messages        a visitor's message
 *   POST /widget/v1/chatbots/:chatbot_id/conversations/:conversation_id/escalation      ask for a human
 *   PUT  /widget/v1/chatbots/:chatbot_id/conversations/:conversation_id/messages/:seq/rating
 *   GET  /widget/v1/chatbots/:chatbot_id/conversations/:conversation_id/stream          server-sent events
 *
 * All but the first need `Authorization: Bearer <token>`. Errors are application/problem+json (see Problem).
 */
import { z } from "zod";
import type { MessageTree } from "../domain/message-tree.ts";

export type { Block, Inline, MessageTree } from "../domain/message-tree.ts";

/** Longest visitor message, in characters. */
export const maxMessageLength = 8_000;

export const startSession = z.strictObject({
  page: z.strictObject({ url: z.string().max(2_000), title: z.string().max(300) }).optional(),
  locale: z.string().max(35).optional(),
});
export type StartSession = z.infer<typeof startSession>;

export const sendMessage = z.strictObject({
  /** Made by the browser; sending it again is the same message. */
  client_id: z.uuid().toLowerCase(),
  text: z.string().max(maxMessageLength),
});
export type SendMessage = z.infer<typeof sendMessage>;

export const askForHuman = z.strictObject({
  /** Made by the browser; asking again with it is the same request. */
  client_id: z.uuid().toLowerCase(),
  trigger: z.enum(["inline_cta", "follow_up_button", "talk_to_human_link", "visitor_message"]),
});
export type AskForHuman = z.infer<typeof askForHuman>;

export const rateMessage = z.strictObject({ rating: z.literal("up") });
export type RateMessage = z.infer<typeof rateMessage>;

/** 201 for a new session, 200 for a resumed one. */
export interface SessionAnswer {
  /** Sent once, with a new session; keep it. A resumed session answers null. */
  readonly token: string | null;
  readonly session_id: string;
  readonly conversation_id: string;
  readonly chatbot: WidgetChatbot;
  readonly conversation: WidgetConversation;
}

export interface WidgetChatbot {
  readonly id: string;
  readonly name: string;
  readonly show_escalation_cta: boolean;
  readonly replace_follow_ups: boolean;
  /** Defaults already filled in. */
  readonly positive_label: string;
  readonly request_help_label: string;
  readonly confirmation_message: string;
  readonly theme: {
    readonly color: string;
    readonly position: "left" | "right";
    readonly scheme: "auto" | "light" | "dark";
  };
}

export interface WidgetConversation {
  /** Everything up to this number is in here: open the stream with it as Last-Event-ID. */
  readonly seq: number;
  readonly status: WidgetStatus;
  /** Oldest first; the newest 200. */
  readonly messages: readonly WidgetMessage[];
  /** The assistant is writing an answer. */
  readonly answering: boolean;
  /** Seq of the visitor's message that the assistant could not answer, if that is the last word. */
  readonly assistant_failed: number | null;
}

export interface WidgetStatus {
  readonly state: "none" | "open" | "resolved";
  readonly episode: number;
  readonly claimed_by: string | null;
  readonly resolved_by: string | null;
  /** ISO 8601, UTC. */
  readonly escalated_at: string | null;
}

export interface WidgetMessage {
  readonly seq: number;
  readonly author: "visitor" | "assistant" | "agent";
  readonly name: string | null;
  readonly text: string;
  /** How to draw it; null: as the plain text it is. */
  readonly tree: MessageTree | null;
  readonly sent_at: string;
  /** The browser's own id of a visitor's message. */
  readonly client_id: string | null;
  readonly follow_ups: readonly string[];
  readonly rating: "up" | null;
}

/** 201, or 200 when this client_id was already taken in. */
export interface MessageAnswer {
  readonly message: WidgetMessage;
  readonly answering: boolean;
}

/** 201 when a human is asked for by this, 200 when one was already. */
export interface EscalationAnswer {
  readonly status: WidgetStatus;
  readonly confirmation: string;
}

/**
 * Frames of the stream. Those that come from the conversation carry `id:` = its seq, in order, each once;
 * `chatbot` (settings changed) carries none. Comments (`: …`) every 15 s keep it open.
 */
export type WidgetFrame =
  | { readonly event: "message"; readonly data: WidgetMessage }
  | { readonly event: "status"; readonly data: WidgetStatus }
  | { readonly event: "rating"; readonly data: { readonly seq: number; readonly rating: "up" } }
  | { readonly event: "assistant_failed"; readonly data: { readonly message_seq: number } }
  | { readonly event: "chatbot"; readonly data: WidgetChatbot };

/** RFC 9457. `title` says what happened, `detail` what to do. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}
