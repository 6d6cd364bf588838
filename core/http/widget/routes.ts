import { type NextFunction, type Request, type RequestHandler, type Response, Router } from "express";
import type { Chatbot } from "../../domain/chatbot.ts";
import type { Page } from "../../domain/conversation.ts";
import { DomainError } from "../../domain/errors.ts";
import type { Trigger } from "../../domain/escalation.ts";
import type { ChatbotId, ConversationId } from "../../domain/ids.ts";
import type { ConversationReads } from "../../queries/conversation-tail.ts";
import type { Changed, ConversationKey } from "../../usecases/ports.ts";
import type { StartedSession } from "../../usecases/start-session.ts";
import { HttpProblem } from "../http-problem.ts";
import { inTime } from "../in-time.ts";
import type { Limiters } from "../limits.ts";
import type { Streams } from "../live/streams.ts";
import { onlyTheseMethods } from "../only-these-methods.ts";
import { isAllowedOrigin } from "../origins.ts";
import { parseBody, parseId } from "../parse.ts";
import { readJson } from "../read-json.ts";
import * as protocol from "../widget-protocol.ts";
import { viewChatbot, viewMessage, viewStatus } from "./views.ts";
import type { KnownVisitor, Visitors } from "./visitors.ts";

export interface WidgetParts {
  readonly findChatbot: (id: ChatbotId) => Promise<Chatbot | null>;
  readonly visitors: Visitors;
  readonly limiters: Limiters;
  readonly reads: ConversationReads;
  readonly streams: Streams;
  readonly startSession: (chatbotId: ChatbotId, page: Page | null) => Promise<StartedSession>;
  readonly receiveMessage: (key: ConversationKey, text: string, clientId: string) => Promise<Changed>;
  readonly escalate: (key: ConversationKey, trigger: Trigger, cause: string) => Promise<Changed>;
  readonly rateMessage: (key: ConversationKey, seq: number) => Promise<Changed>;
}

/** Spaces, joiners and fillers: a message of nothing else says nothing. U+2800 is the empty Braille cell. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}\s\u2800]/gu;

/** What visitors' browsers may do. Every route: chatbot, origin, then token. */
export function createWidgetRoutes(parts: WidgetParts): Router {
  const { visitors, limiters, reads, streams } = parts;
  const router = Router();
  const json = readJson();

  router.use(readable);
  router.use((request, response, next) => (request.method === "OPTIONS" ? preflight(response) : next()));
  router.post("/chatbots/:chatbotId/sessions", json, open(startOrResume));
  router.post("/chatbots/:chatbotId/conversations/:conversationId/messages", json, known(receive));
  router.post("/chatbots/:chatbotId/conversations/:conversationId/escalation", json, known(askForHuman));
  router.put("/chatbots/:chatbotId/conversations/:conversationId/messages/:seq/rating", json, known(rate));
  router.get("/chatbots/:chatbotId/conversations/:conversationId/stream", known(stream));
  return onlyTheseMethods(router);

  async function startOrResume(chatbot: Chatbot, request: Request, response: Response) {
    const { page } = parseBody(protocol.startSession, request.body);
    const known = await visitors.recognise(request, chatbot.id);
    if (known) {
      const key = { chatbotId: chatbot.id, conversationId: known.conversationId };
      return answerSession(response.status(200), chatbot, key, known, null);
    }
    await limiters.session(request.ip ?? "");
    const { token, ...session } = await parts.startSession(chatbot.id, page ?? null);
    return answerSession(response.status(201), chatbot, session, session, token);
  }

  async function answerSession(
    response: Response,
    chatbot: Chatbot,
    key: ConversationKey,
    { sessionId }: Pick<KnownVisitor, "sessionId">,
    token: string | null,
  ) {
    const snapshot = await reads.snapshot(key);
    if (!snapshot)
      throw new DomainError("conversation_not_found", "This conversation was erased. Start a new session.");
    response.json({
      token,
      session_id: sessionId,
      conversation_id: key.conversationId,
      chatbot: viewChatbot(chatbot),
      conversation: {
        seq: snapshot.conversation.seq,
        status: viewStatus(snapshot.conversation),
        messages: snapshot.messages.map(viewMessage),
        answering: snapshot.answering,
        assistant_failed: snapshot.assistantFailed,
      },
    } satisfies protocol.SessionAnswer);
  }

  async function receive({ key, visitor }: Admitted, request: Request, response: Response) {
    const { client_id, text } = parseBody(protocol.sendMessage, request.body);
    const said = text.trim();
    if (said.replace(unseen, "") === "")
      throw new HttpProblem({
        status: 422,
        title: "The message is empty",
        detail: "text: write something before sending.",
      });
    await limiters.message(visitor.sessionId, request.ip ?? "");
    const { events, conversation } = await parts.receiveMessage(key, said, client_id);
    const received = events.find((event) => event.type === "message.received");
    const message = received ? received.message : await reads.messageByClientId(key, client_id);
    if (!message || message.text !== said)
      throw new DomainError("idempotency_conflict", "client_id: this id was already used for something else.");
    const answering = !(conversation.escalation?.status === "open" && conversation.escalation.claimedBy);
    response
      .status(received ? 201 : 200)
      .json({ message: viewMessage(message), answering } satisfies protocol.MessageAnswer);
  }

  async function askForHuman({ key, chatbot }: Admitted, request: Request, response: Response) {
    const { client_id, trigger } = parseBody(protocol.askForHuman, request.body);
    const { events, conversation } = await parts.escalate(key, trigger, `escalation:${client_id}`);
    response.status(events.length > 0 ? 201 : 200).json({
      status: viewStatus(conversation),
      confirmation: viewChatbot(chatbot).confirmation_message,
    } satisfies protocol.EscalationAnswer);
  }

  async function rate({ key }: Admitted, request: Request, response: Response) {
    parseBody(protocol.rateMessage, request.body);
    const seq = /^\d{1,9}$/.test(String(request.params.seq)) ? Number(request.params.seq) : 0;
    const message = seq > 0 ? await reads.message(key, seq) : null;
    if (message?.author !== "assistant") {
      throw new DomainError(
        "message_not_found",
        "There is no message of the assistant with this number in the conversation.",
      );
    }
    await parts.rateMessage(key, seq);
    response.sendStatus(204);
  }

  async function stream({ key }: Admitted, request: Request, response: Response) {
    // Gone, or told to come again, while it was being admitted.
    if (response.destroyed || response.closed || response.headersSent) return;
    response.once("close", limiters.stream(request.ip ?? ""));
    const last = /^\d{1,9}$/.test(request.get("last-event-id") ?? "") ? Number(request.get("last-event-id")) : 0;
    response.writeHead(200, {
      "Content-Type": "text/event-stream",
      // no-transform also keeps compression off, which would hold frames back.
      "Cache-Control": "no-cache, no-transform",
      "X-Accel-Buffering": "no",
    });
    response.write(": open\n\n");
    streams.attach(key, last, response);
  }

  interface Admitted {
    readonly key: ConversationKey;
    readonly chatbot: Chatbot;
    readonly visitor: KnownVisitor;
  }

  /** A chatbot that exists, asked from a page that may. A stream is in time when it is open. */
  function open(act: (chatbot: Chatbot, request: Request, response: Response) => Promise<unknown>): RequestHandler {
    async function admitted(request: Request, response: Response) {
      const id = parseId(request.params.chatbotId, "chatbot") as ChatbotId;
      const chatbot = await parts.findChatbot(id);
      if (!chatbot) throw new DomainError("chatbot_not_found", `There is no chatbot ${id}. Copy the snippet again.`);
      admitOrigin(chatbot, request);
      await act(chatbot, request, response);
    }
    return (request, response) => inTime(admitted(request, response));
  }

  /** …and by the visitor whose conversation it is. */
  function known(act: (admitted: Admitted, request: Request, response: Response) => Promise<unknown>): RequestHandler {
    return open(async (chatbot, request, response) => {
      const conversationId = parseId(request.params.conversationId, "conversation") as ConversationId;
      const visitor = await visitors.admit(request, chatbot.id, conversationId);
      await act({ key: { chatbotId: chatbot.id, conversationId }, chatbot, visitor }, request, response);
    });
  }
}

/**
 * Every page may read the answer, also the one that refuses it: the widget can then say why instead of trying for ever.
 * What is in an answer depends on the token, never on a cookie.
 */
function readable(request: Request, response: Response, next: NextFunction): void {
  response.vary("Origin");
  response.set("Cache-Control", "no-store");
  const origin = request.get("origin");
  if (origin !== undefined)
    response.set({ "Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": "Retry-After" });
  next();
}

function preflight(response: Response): void {
  response
    .set({
      "Access-Control-Allow-Methods": "GET, POST, PUT",
      "Access-Control-Allow-Headers": "authorization, content-type, last-event-id",
      "Access-Control-Max-Age": "7200",
    })
    .sendStatus(204);
}

function admitOrigin({ settings }: Chatbot, request: Request): void {
  const origin = request.get("origin");
  if (origin === undefined || isAllowedOrigin(origin, settings.allowed_origins)) return;
  throw new DomainError(
    "origin_refused",
    `Pages of ${origin.slice(0, 200)} are not in this chatbot's allowed_origins. Its owner can add them.`,
  );
}
