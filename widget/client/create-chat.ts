import type {
  AskForHuman,
  EscalationAnswer,
  MessageAnswer,
  SessionAnswer,
  StartSession,
} from "../../core/http/widget-protocol.ts";
import { applyFrame, withMessage, withRating, withStatus } from "./apply-frame.ts";
import { applySnapshot } from "./apply-snapshot.ts";
import { type ChatState, emptyChat, type Letter } from "./chat-state.ts";
import { createLive } from "./create-live.ts";
import { createOutbox } from "./create-outbox.ts";
import { type Answer, createRequests, type Request } from "./create-requests.ts";
import { createSessions } from "./create-sessions.ts";
import type { Shelf } from "./create-shelf.ts";
import { makeId } from "./make-id.ts";
import { readFrame } from "./read-frame.ts";

export interface Chat {
  state(): ChatState;
  /** Resumes, or starts, the conversation. */
  start(): void;
  send(text: string): void;
  askForHuman(trigger: AskForHuman["trigger"]): void;
  rate(seq: number): void;
  retry(id: string): void;
  discard(id: string): void;
  /** Somebody looks at the conversation, or may want to soon. */
  setOpen(open: boolean): void;
  setHidden(hidden: boolean): void;
  /** The network may be back; `sure`: the old lines are dead. */
  wake(sure: boolean): void;
  stop(): void;
}

export interface ChatOptions {
  /** Where Deskbell is mounted, with the slash at the end. */
  readonly endpoint: string;
  readonly chatbot: string;
  readonly shelf: Shelf;
  introduce(): StartSession;
  onChange(state: ChatState): void;
  readonly timing?: Partial<typeof usualTiming>;
}

const usualTiming = { firstRetryMs: 1_000, silenceMs: 45_000, hiddenMs: 60_000, answerMs: 60_000 };

/** The conversation as this browser knows it. Knows nothing of the page it is in. */
export function createChat({ endpoint, chatbot, shelf, introduce, onChange, timing }: ChatOptions): Chat {
  const { firstRetryMs, silenceMs, hiddenMs, answerMs } = { ...usualTiming, ...timing };
  const base = `${endpoint}widget/v1/chatbots/${encodeURIComponent(chatbot)}/`;
  const send = createRequests(base);
  const request: Request = (...call) => (stopped ? new Promise(() => {}) : send(...call));
  let state = emptyChat;
  let conversation: string | null = null;
  let open = false;
  let away = false;
  let stopped = false;
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  let answerTimer: ReturnType<typeof setTimeout> | undefined;

  function set(next: ChatState) {
    if (next === state) return;
    if (next.answering !== state.answering) {
      clearTimeout(answerTimer);
      // The word that ends it may be lost with a crash; nobody types for ever.
      if (next.answering) answerTimer = setTimeout(() => set({ ...state, answering: false }), answerMs);
    }
    const gone = state.outgoing.filter(({ id }) => !next.outgoing.some((letter) => letter.id === id));
    state = next;
    for (const { id } of gone) outbox.forget(id);
    onChange(state);
    live.reconsider();
  }

  const sessions = createSessions({
    request,
    shelf,
    firstRetryMs,
    introduce,
    onStart(answer: SessionAnswer) {
      const same = conversation === answer.conversation_id;
      conversation = answer.conversation_id;
      // A stream of the old conversation may still stand.
      if (!same) live.wake(true);
      set({ ...applySnapshot(state, answer, same), connection: "connecting" });
    },
    onTrouble: (refusal) => set({ ...state, refusal, connection: "down" }),
  });

  const live = createLive({
    sessions,
    firstRetryMs,
    silenceMs,
    address: (session) => `${base}conversations/${session.conversation}/stream`,
    after: () => state.seq,
    wanted: () => conversation !== null && (state.status.state === "open" || (!away && (open || state.answering))),
    onEvent(event) {
      const frame = readFrame(event);
      if (frame !== null) set(applyFrame(state, event.id === null ? null : Number(event.id), frame));
    },
    onConnection: (connection) => state.connection !== connection && set({ ...state, connection }),
  });

  const outbox = createOutbox({
    shelf,
    firstRetryMs,
    list: () => state.outgoing,
    show: (outgoing) => set({ ...state, outgoing }),
    deliver,
    onDelivered(letter, body) {
      if (letter.kind === "message") set(afterMessage(state, body as MessageAnswer));
      if (letter.kind === "rating") set(withRating(state, letter.seq));
    },
  });

  async function deliver(letter: Letter): Promise<Answer<unknown>> {
    for (let attempt = 0; ; attempt++) {
      const session = await sessions.current();
      const statusBefore = state.status;
      const path = `conversations/${session.conversation}/`;
      const answer = await post(letter, path, session.token);
      if (answer.kind === "refused" && (answer.status === 401 || answer.status === 404) && attempt < 2) {
        sessions.lost(session);
        continue;
      }
      // A status that came over the stream meanwhile is newer than this answer.
      if (answer.kind === "ok" && letter.kind === "escalation" && state.status === statusBefore) {
        const { status, confirmation } = answer.body as EscalationAnswer;
        set(withStatus(state, status, state.seq, confirmation));
      }
      return answer;
    }
  }

  function post(letter: Letter, path: string, token: string): Promise<Answer<unknown>> {
    switch (letter.kind) {
      case "message":
        return request("POST", `${path}messages`, token, { client_id: letter.id, text: letter.text });
      case "escalation":
        return request("POST", `${path}escalation`, token, { client_id: letter.id, trigger: letter.trigger });
      case "rating":
        return request("PUT", `${path}messages/${letter.seq}/rating`, token, { rating: "up" });
    }
  }

  return {
    state: () => state,
    start() {
      if (state.connection !== "idle" || conversation !== null) return;
      set({ ...state, connection: "connecting" });
      void sessions.current();
      outbox.restore();
    },
    send: (text) => outbox.send({ kind: "message", id: makeId(), text, at: new Date().toISOString() }),
    askForHuman(trigger) {
      const asked = state.outgoing.find((letter) => letter.kind === "escalation");
      if (asked === undefined) outbox.send({ kind: "escalation", id: makeId(), trigger });
      else outbox.retry(asked.id);
    },
    rate: (seq) => outbox.send({ kind: "rating", id: makeId(), seq }),
    retry(id) {
      sessions.pause.end();
      outbox.retry(id);
    },
    discard: outbox.discard,
    setOpen(value) {
      open = value;
      live.reconsider();
    },
    setHidden(hidden) {
      clearTimeout(hiddenTimer);
      if (hidden) {
        hiddenTimer = setTimeout(() => {
          away = true;
          live.reconsider();
        }, hiddenMs);
        return;
      }
      away = false;
      this.wake(false);
      live.reconsider();
    },
    wake(sure) {
      sessions.pause.wake();
      outbox.wake();
      live.wake(sure);
    },
    stop() {
      stopped = true;
      clearTimeout(hiddenTimer);
      clearTimeout(answerTimer);
      live.stop();
    },
  };
}

/** What came over the stream meanwhile is newer than this answer. */
function afterMessage(state: ChatState, { message, answering }: MessageAnswer): ChatState {
  const next = withMessage(state, message);
  const overtaken =
    next.messages.some((other) => other.seq > message.seq) || (state.assistantFailed ?? -1) >= message.seq;
  return overtaken ? next : { ...next, answering };
}
