import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type {
  WidgetConversation,
  WidgetFrame,
  WidgetMessage,
  WidgetStatus,
} from "../../../core/http/widget-protocol.ts";

export type Utterance = Pick<WidgetMessage, "author" | "text"> & Partial<WidgetMessage>;

/** One conversation as the server would hold it, in memory. */
export interface StandInConversation {
  readonly id: string;
  readonly token: string;
  snapshot(): WidgetConversation;
  say(utterance: Utterance): WidgetMessage;
  setStatus(change: Partial<WidgetStatus>): WidgetStatus;
  rate(seq: number): void;
  fail(messageSeq: number): void;
  setAnswering(answering: boolean): void;
  attach(stream: ServerResponse, after: number): void;
  /** Sends a frame without number to every stream. */
  announce(frame: WidgetFrame): void;
  /** Sends again what was sent already, as a server may after a crash. */
  repeatFrames(): void;
  cut(): void;
  readonly streams: ReadonlySet<ServerResponse>;
}

export function createConversation(): StandInConversation {
  const frames: { readonly seq: number; readonly frame: WidgetFrame }[] = [];
  const streams = new Set<ServerResponse>();
  let messages: WidgetMessage[] = [];
  let status: WidgetStatus = { state: "none", episode: 0, claimed_by: null, resolved_by: null, escalated_at: null };
  let answering = false;
  let assistantFailed: number | null = null;

  function emit(make: (seq: number) => WidgetFrame) {
    const seq = frames.length + 1;
    const entry = { seq, frame: make(seq) };
    frames.push(entry);
    for (const stream of streams) stream.write(wire(entry.frame, seq));
  }

  return {
    id: randomUUID(),
    token: `token-${randomUUID()}`,
    streams,
    snapshot: () => ({ seq: frames.length, status, messages, answering, assistant_failed: assistantFailed }),
    say(utterance) {
      emit((seq) => {
        const message = { ...silence, ...utterance, seq, sent_at: new Date().toISOString() };
        messages = [...messages, message];
        return { event: "message", data: message };
      });
      answering = false;
      if (utterance.author !== "agent") assistantFailed = null;
      const last = messages.at(-1);
      if (last === undefined) throw new Error("A message was said, and none is there.");
      return last;
    },
    setStatus(change) {
      status = { ...status, ...change };
      emit(() => ({ event: "status", data: status }));
      return status;
    },
    rate(rated) {
      messages = messages.map((message) => (message.seq === rated ? { ...message, rating: "up" } : message));
      emit(() => ({ event: "rating", data: { seq: rated, rating: "up" } }));
    },
    fail(messageSeq) {
      answering = false;
      assistantFailed = messageSeq;
      emit(() => ({ event: "assistant_failed", data: { message_seq: messageSeq } }));
    },
    setAnswering(value) {
      answering = value;
    },
    attach(stream, after) {
      stream.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache, no-transform" });
      stream.write(": hello\n\n");
      for (const { seq, frame } of frames) if (seq > after) stream.write(wire(frame, seq));
      streams.add(stream);
      stream.on("close", () => streams.delete(stream));
    },
    announce(frame) {
      for (const stream of streams) stream.write(wire(frame, null));
    },
    repeatFrames() {
      for (const { seq, frame } of frames) for (const stream of streams) stream.write(wire(frame, seq));
    },
    cut() {
      for (const stream of streams) stream.destroy();
    },
  };
}

const silence = { name: null, tree: null, client_id: null, follow_ups: [], rating: null };

function wire({ event, data }: WidgetFrame, id: number | null): string {
  return `${id === null ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
