import { type ChatbotEvent, type ConversationEvent, type DeskEvent, isOfConversation } from "../domain/events.ts";
import type { Message } from "../domain/message.ts";
import { json, type Queries } from "./database.ts";

/** An event's row, with its message's columns where it has one. */
export interface EventRow {
  readonly eventId: string;
  readonly chatbotId: string;
  readonly conversationId: string | null;
  readonly seq: number | null;
  readonly type: string;
  readonly episode: number | null;
  readonly occurredAt: Date;
  readonly data: Record<string, unknown>;
  readonly author: Message["author"] | null;
  readonly name: string | null;
  readonly text: string | null;
  readonly tree: Message["tree"];
  readonly followUps: readonly string[] | null;
  readonly clientId: string | null;
  readonly rating: "up" | null;
  readonly sentAt: Date | null;
}

/** The columns of an EventRow, from event `e` left-joined with message `m`. */
export function eventColumns(queries: Queries) {
  return queries`
    e.event_id, e.chatbot_id, e.conversation_id, e.seq, e.type, e.episode, e.occurred_at, e.data,
    m.author, m.name, m.text, m.tree, m.follow_ups, m.client_id, m.rating, m.sent_at`;
}

export async function insertEvents(queries: Queries, events: readonly ConversationEvent[]): Promise<void> {
  const rows = events.map((event) => ({
    chatbot_id: event.chatbotId,
    conversation_id: event.conversationId,
    seq: event.seq,
    event_id: event.id,
    type: event.type,
    episode: event.episode,
    occurred_at: event.occurredAt,
    data: json(queries, particulars(event)),
  }));
  await queries`insert into event ${queries(rows)}`;
}

export async function insertChatbotEvent(queries: Queries, event: ChatbotEvent): Promise<void> {
  await queries`
    insert into chatbot_event (chatbot_id, event_id, type, occurred_at, data)
    values (${event.chatbotId}, ${event.id}, ${event.type}, ${event.occurredAt}, ${json(queries, particulars(event))})`;
}

/** Reads an event back as it was: frozen. */
export function toEvent(row: EventRow): DeskEvent {
  const common = { id: row.eventId, chatbotId: row.chatbotId, occurredAt: row.occurredAt, type: row.type };
  const place =
    row.conversationId === null ? {} : { conversationId: row.conversationId, seq: row.seq, episode: row.episode };
  const message = row.author === null ? {} : { message: toMessage(row) };
  // What was written by `particulars` is read by its mirror: the one place where a row becomes an event.
  return { ...common, ...place, ...revive(row.data), ...message } as unknown as DeskEvent;
}

export function toMessage(row: EventRow): Message {
  return {
    seq: row.seq ?? 0,
    author: row.author ?? "visitor",
    name: row.name,
    text: row.text ?? "",
    tree: row.tree,
    sentAt: row.sentAt ?? row.occurredAt,
    clientId: row.clientId,
    followUps: row.followUps ?? [],
    rating: row.rating,
  };
}

/** What only this type of event has; a message lives in its own row. */
function particulars(event: DeskEvent): Record<string, unknown> {
  const { id: _id, chatbotId: _chatbotId, occurredAt: _at, type: _type, ...rest } = event;
  if (!isOfConversation(event)) return rest;
  const {
    conversationId: _conversationId,
    seq: _seq,
    episode: _episode,
    message: _message,
    ...own
  } = rest as Record<string, unknown>;
  return own;
}

const moments = ["escalatedAt", "since", "until"];

function revive(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, moments.includes(key) ? new Date(String(value)) : value]),
  );
}
