import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { type Misdeed, misdo } from "./misdeeds.ts";
import { openAiAnswer } from "./open-ai-answer.ts";

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export type StandInAssistant = Awaited<ReturnType<typeof startStandInAssistant>>;

/**
 * Stands in for a customer's own assistant (ASSISTANT_URL) and for an OpenAI-compatible API (OPENAI_BASE_URL), over
 * real HTTP, and misbehaves on demand.
 */
export async function startStandInAssistant({ port = 0, apiKey = "sk-stand-in" } = {}) {
  const asked: Asked[] = [];
  const misdeeds: Misdeed[] = [];
  let reply: unknown = { reply: "Hello from the **stand-in**." };
  let message: unknown = { role: "assistant", content: "Hello from the **stand-in**." };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    const body = await readJson(request);
    asked.push({ path, headers: request.headers, body });
    const misdeed = misdeeds.shift();
    if (misdeed !== undefined && (await misdo(misdeed, response)) === "answered") return;
    if (path === "/assistant") return send(response, 200, reply);
    if (path === "/v1/chat/completions") {
      const { status, json } = openAiAnswer(request.headers.authorization, body, { apiKey, message });
      return send(response, status, json);
    }
    send(response, 404, { error: "no such path" });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : port}`;

  return {
    assistantUrl: `${origin}/assistant`,
    openAiBaseUrl: `${origin}/v1`,
    apiKey,
    /** Every question so far, oldest first. */
    asked: asked as readonly Asked[],
    /** What the customer's assistant answers from now on, whatever it is. */
    replyWith(json: unknown): void {
      reply = json;
    },
    /** The message of the OpenAI-compatible API's completions from now on. */
    completeWith(json: unknown): void {
      message = json;
    },
    /** The next questions meet these, one each. */
    misbehave(...next: readonly Misdeed[]): void {
      misdeeds.push(...next);
    },
    async close(): Promise<void> {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function send(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString("utf8"));
}
