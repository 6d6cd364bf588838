import type { ServerResponse } from "node:http";
import type { Log } from "../../adapter.ts";
import type { Chatbot } from "../../domain/chatbot.ts";
import type { ChatbotId } from "../../domain/ids.ts";
import type { ConversationReads } from "../../queries/conversation-tail.ts";
import type { ConversationKey } from "../../usecases/ports.ts";
import { spell, toFrame } from "../widget/frames.ts";
import { viewChatbot } from "../widget/views.ts";

/** Below the 60 s after which proxies cut what is idle. */
const heartbeatMs = 15_000;
/** A visitor who does not read is cut off; the stream resumes where it was. */
const unreadBytes = 1024 * 1024;
/** Tabs of one visitor; beyond that the oldest stream ends, and its tab comes back when it is looked at. */
const streamsPerConversation = 10;

interface Watched {
  readonly key: ConversationKey;
  /** Each open stream, and the last number written to it. */
  readonly streams: Map<ServerResponse, number>;
  reading: boolean;
  again: boolean;
}

export function topicOf({ chatbotId, conversationId }: ConversationKey): string {
  return `${chatbotId}:${conversationId}`;
}

/** The open streams of visitors' widgets. A hint makes them read on from the database, which is the truth. */
export function createStreams(reads: ConversationReads, log: Log) {
  const watched = new Map<string, Watched>();
  /** What was last told of chatbots that were changed while this instance ran: a widget that comes back missed it. */
  const told = new Map<ChatbotId, string>();
  const heartbeat = setInterval(beat, heartbeatMs);
  heartbeat.unref();
  let open = 0;

  function attach(key: ConversationKey, after: number, response: ServerResponse): void {
    // Gone while it was being admitted: its `close` has been and will not come again.
    if (response.destroyed || response.closed) return;
    const topic = topicOf(key);
    const entry = watched.get(topic) ?? { key, streams: new Map(), reading: false, again: false };
    watched.set(topic, entry);
    const [oldest] = entry.streams.keys();
    if (oldest && entry.streams.size >= streamsPerConversation) oldest.end();
    entry.streams.set(response, after);
    open += 1;
    const news = told.get(key.chatbotId);
    if (news) write(response, news);
    response.on("close", () => {
      entry.streams.delete(response);
      open -= 1;
      if (entry.streams.size === 0) watched.delete(topic);
    });
    // Attached first, then read: nothing falls between.
    void readOn(entry);
  }

  async function readOn(entry: Watched): Promise<void> {
    if (entry.reading) {
      entry.again = true;
      return;
    }
    entry.reading = true;
    try {
      do {
        entry.again = false;
        await readOnce(entry);
      } while (entry.again && entry.streams.size > 0);
    } catch (error) {
      log.warn(
        { err: error instanceof Error ? error.message : String(error) },
        "a stream could not read on; the next heartbeat tries again",
      );
    } finally {
      entry.reading = false;
    }
  }

  async function readOnce(entry: Watched): Promise<void> {
    const after = Math.min(...entry.streams.values());
    if (!Number.isFinite(after)) return;
    const tail = await reads.tail(entry.key, after);
    if (!tail) return;
    for (const [response, position] of entry.streams) {
      // Came during the read and wants what was before it: the next round is for this one.
      if (position < after) {
        entry.again = true;
        continue;
      }
      // Further than the conversation ever came (a database was restored): it reads on from the present end.
      const last = Math.min(position, tail.conversation.seq);
      let text = "";
      for (const event of tail.events) {
        const frame = event.seq > last ? toFrame(event, tail.conversation) : null;
        if (frame) text += spell(frame, event.seq);
      }
      entry.streams.set(response, Math.max(last, tail.events.at(-1)?.seq ?? 0));
      if (text) write(response, text);
    }
    if ((tail.events.at(-1)?.seq ?? tail.conversation.seq) < tail.conversation.seq) entry.again = true;
  }

  function write(response: ServerResponse, text: string): void {
    if (response.writableEnded) return;
    if (response.writableLength > unreadBytes) response.destroy();
    else response.write(text);
  }

  function hint(topic: string): void {
    const entry = watched.get(topic);
    if (entry) void readOn(entry);
  }

  /** Keeps streams open, and finds what a lost hint would have told. */
  function beat(): void {
    const chatbots = new Map<ConversationKey["chatbotId"], Watched[]>();
    for (const entry of watched.values()) {
      for (const response of entry.streams.keys()) write(response, ": \n\n");
      const entries = chatbots.get(entry.key.chatbotId);
      if (entries) entries.push(entry);
      else chatbots.set(entry.key.chatbotId, [entry]);
    }
    for (const [chatbotId, entries] of chatbots) void catchUp(chatbotId, entries);
  }

  async function catchUp(chatbotId: ConversationKey["chatbotId"], entries: readonly Watched[]): Promise<void> {
    try {
      const heads = await reads.heads(
        chatbotId,
        entries.map((entry) => entry.key.conversationId),
      );
      for (const entry of entries) {
        const head = heads.get(entry.key.conversationId) ?? 0;
        if ([...entry.streams.values()].some((last) => last < head)) void readOn(entry);
      }
    } catch {
      // The database is away; the next heartbeat looks again.
    }
  }

  return {
    attach,
    hint,
    count: () => open,
    /** Those whose widgets are open. */
    chatbots: (): ReadonlySet<ChatbotId> => new Set([...watched.values()].map((entry) => entry.key.chatbotId)),

    /** An owner changed something: every open widget of the chatbot shows it. */
    tellChatbot(chatbot: Chatbot): void {
      const text = spell({ event: "chatbot", data: viewChatbot(chatbot) }, null);
      if (told.get(chatbot.id) === text) return;
      told.set(chatbot.id, text);
      for (const entry of watched.values()) {
        if (entry.key.chatbotId !== chatbot.id) continue;
        for (const response of entry.streams.keys()) write(response, text);
      }
    },

    /** Ends them all, asking browsers to come back soon: a server does not close while one is open. */
    close(): void {
      clearInterval(heartbeat);
      for (const entry of watched.values()) {
        for (const response of entry.streams.keys()) response.end("retry: 1000\n\n");
      }
    },
  };
}

export type Streams = ReturnType<typeof createStreams>;
