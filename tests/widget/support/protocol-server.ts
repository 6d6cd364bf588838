import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { AskForHuman, SendMessage, WidgetChatbot } from "../../../core/http/widget-protocol.ts";
import { createConversation, type StandInConversation, type Utterance } from "./stand-in-conversation.ts";

export type Fault =
  | { readonly status: number; readonly retryAfter?: number; readonly title?: string }
  /** The connection dies: before anything happened, or after the server took it in. */
  | "reset"
  | "reset_after";

export interface ProtocolServer {
  readonly url: string;
  chatbot: WidgetChatbot;
  /** What the assistant does with a visitor's text; null: nothing yet. */
  assistant: (text: string) => Omit<Utterance, "author"> | "fails" | null;
  /** Asked before every request; null lets it pass. */
  fault: (request: { readonly method: string; readonly path: string }) => Fault | null;
  readonly conversations: readonly StandInConversation[];
  /** The one conversation there is. */
  conversation(): StandInConversation;
  /** Every accepted visitor message and request for a human, in order. */
  readonly accepted: readonly string[];
  readonly requests: readonly string[];
  readonly triggers: readonly AskForHuman["trigger"][];
  changeSettings(change: Partial<WidgetChatbot>): void;
  forgetSessions(): void;
  close(): Promise<void>;
}

export const aChatbot: WidgetChatbot = {
  id: "11111111-1111-4111-8111-111111111111",
  name: "Fern & Fable",
  show_escalation_cta: true,
  replace_follow_ups: false,
  positive_label: "That answered my question 👍",
  request_help_label: "Talk to a human",
  confirmation_message: "Sent! The team will follow up soon.",
  theme: { color: "#2b59ff", position: "right", scheme: "auto" },
};

/** Speaks the widget protocol over real HTTP, and misbehaves on demand. `files`: a directory with a built widget. */
export async function startProtocolServer(files?: string, mount = ""): Promise<ProtocolServer> {
  const conversations: StandInConversation[] = [];
  const sessions = new Map<string, StandInConversation>();
  const accepted: string[] = [];
  const requests: string[] = [];
  const triggers: AskForHuman["trigger"][] = [];

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const { method = "GET" } = request;
    const path = new URL(request.url ?? "/", "http://host").pathname.slice(mount.length);
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-expose-headers", "retry-after");
    if (method === "OPTIONS") {
      response.setHeader("access-control-allow-headers", "authorization, content-type, last-event-id");
      response.setHeader("access-control-allow-methods", "GET, POST, PUT");
      response.writeHead(204).end();
      return;
    }
    requests.push(`${method} ${path}`);
    const fault = desk.fault({ method, path });
    if (fault === "reset") return void response.destroy();
    if (fault !== null && fault !== "reset_after") {
      if (fault.retryAfter !== undefined) response.setHeader("retry-after", String(fault.retryAfter));
      return problem(response, fault.status, fault.title);
    }
    if (path === "/widget.js") return file(response, "widget.js");
    const script = /^\/widget\/([\w-]+\.js)$/i.exec(path)?.[1];
    if (script !== undefined) return file(response, script);
    const answer = (status: number, body: unknown) => {
      if (fault === "reset_after") response.destroy();
      else response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    await speak({ request, response, method, path, answer });
  }

  async function speak({ request, response, method, path, answer }: Exchange) {
    const own = `/widget/v1/chatbots/${desk.chatbot.id}/`;
    if (!path.startsWith(own)) return problem(response, 404);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    const known = token === undefined ? undefined : sessions.get(token);
    const rest = path.slice(own.length);
    if (rest === "sessions") {
      if (token !== undefined && known === undefined) return problem(response, 401);
      const conversation = known ?? begin();
      return answer(known === undefined ? 201 : 200, {
        token: known === undefined ? conversation.token : null,
        session_id: `embed-${conversation.id}`,
        conversation_id: conversation.id,
        chatbot: desk.chatbot,
        conversation: conversation.snapshot(),
      });
    }
    if (known === undefined) return problem(response, 401);
    const [, id, what] = /^conversations\/([^/]+)\/(.+)$/.exec(rest) ?? [];
    if (id !== known.id) return problem(response, 404);
    if (what === "stream") return known.attach(response, Number(request.headers["last-event-id"] ?? 0));
    const body = await read(request);
    if (what === "messages" && method === "POST") return answer(...takeMessage(known, body as SendMessage));
    if (what === "escalation") return answer(...takeEscalation(known, body as AskForHuman));
    const rated = /^messages\/(\d+)\/rating$/.exec(what ?? "")?.[1];
    if (rated === undefined) return problem(response, 404);
    known.rate(Number(rated));
    response.writeHead(204).end();
  }

  function begin() {
    const conversation = createConversation();
    conversations.push(conversation);
    sessions.set(conversation.token, conversation);
    return conversation;
  }

  function takeMessage(conversation: StandInConversation, { client_id, text }: SendMessage): [number, unknown] {
    const before = conversation.snapshot();
    const same = before.messages.find((message) => message.client_id === client_id);
    if (same !== undefined) return [200, { message: same, answering: before.answering }];
    const message = conversation.say({ author: "visitor", text, client_id });
    accepted.push(text);
    const { state, claimed_by } = before.status;
    const answering = !(state === "open" && claimed_by !== null);
    conversation.setAnswering(answering);
    if (answering) {
      setTimeout(() => {
        const reply = desk.assistant(text);
        if (reply === "fails") conversation.fail(message.seq);
        else if (reply !== null) conversation.say({ ...reply, author: "assistant" });
      }, 30);
    }
    return [201, { message, answering }];
  }

  function takeEscalation(conversation: StandInConversation, { trigger }: AskForHuman): [number, unknown] {
    const { status } = conversation.snapshot();
    const confirmation = desk.chatbot.confirmation_message;
    if (status.state === "open") return [200, { status, confirmation }];
    triggers.push(trigger);
    const open = { state: "open", episode: status.episode + 1, claimed_by: null, resolved_by: null } as const;
    return [201, { status: conversation.setStatus({ ...open, escalated_at: new Date().toISOString() }), confirmation }];
  }

  async function file(response: ServerResponse, name: string) {
    const bytes = await readFile(join(files ?? "", name));
    response.writeHead(200, { "content-type": "text/javascript; charset=utf-8" }).end(bytes);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const desk: ProtocolServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${mount}/`,
    chatbot: aChatbot,
    assistant: (text) => ({ text: `You said: ${text}` }),
    fault: () => null,
    conversations,
    accepted,
    requests,
    triggers,
    conversation() {
      const [only, second] = conversations;
      if (only === undefined || second !== undefined)
        throw new Error(`There are ${conversations.length} conversations.`);
      return only;
    },
    changeSettings(change) {
      desk.chatbot = { ...desk.chatbot, ...change };
      for (const conversation of conversations) conversation.announce({ event: "chatbot", data: desk.chatbot });
    },
    forgetSessions: () => sessions.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return desk;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  answer(status: number, body: unknown): void;
}

async function read(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

function problem(response: ServerResponse, status: number, title = "Something was refused") {
  const body = { type: "about:blank", title, status, detail: "" };
  response.writeHead(status, { "content-type": "application/problem+json" }).end(JSON.stringify(body));
}
