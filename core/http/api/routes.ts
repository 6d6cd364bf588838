import { createHash } from "node:crypto";
import { type Request, type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import { chooseChatbot } from "../../domain/choose-chatbot.ts";
import { cleanText } from "../../domain/clean-text.ts";
import { DomainError } from "../../domain/errors.ts";
import type { ChatbotId } from "../../domain/ids.ts";
import type { Answer, Repeatable, Transactions } from "../../usecases/stores.ts";
import { HttpProblem } from "../http-problem.ts";
import { inTime } from "../in-time.ts";
import type { Limiters } from "../limits.ts";
import { onlyTheseMethods } from "../only-these-methods.ts";
import { parseBody } from "../parse.ts";
import { readJson } from "../read-json.ts";
import { type Caller, type CallerParts, createCallers } from "./callers.ts";
import { unknownChatbot } from "./key-operations.ts";
import { type Documented, describeApi } from "./openapi.ts";
import type { Operation } from "./operation.ts";
import { createOperations, type OperationsParts } from "./operations.ts";

export interface ApiParts extends OperationsParts, Omit<CallerParts, "limiters">, Documented {
  readonly limiters: Limiters;
  readonly transactions: Transactions;
}

/** The REST API: every line of its table, each behind key, scope, limits and schemas. */
export function createApiRoutes(parts: ApiParts): Router {
  const operations = createOperations(parts);
  const whoCalls = createCallers(parts);
  const { limiters, transactions, chatbots } = parts;
  const router = Router();
  const json = readJson();
  const document = JSON.stringify(describeApi(operations, parts));

  router.use((_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  router.get("/openapi.json", (_request, response) => {
    response.type("application/json").send(document);
  });
  for (const operation of operations) {
    const path = operation.path.replace(/\{(\w+)\}/g, ":$1");
    const method = operation.method.toLowerCase() as "get" | "post" | "patch" | "delete";
    router[method](path, guard(operation), bodyIfAny, (request, response) =>
      inTime(answer(operation, request, response)),
    );
  }
  return onlyTheseMethods(router);

  /** Before the body is read: strangers need not send one. */
  function guard({ scope, operator }: Operation): RequestHandler {
    return (request, response, next) => {
      const admitted = async () => {
        const caller = await whoCalls(request);
        if (caller.chatbotId === null && !operator)
          throw new DomainError("key_unknown", "This token is for making the first API key, and opens nothing else.");
        if (scope !== null && !caller.scopes.includes(scope))
          throw new DomainError("scope_missing", `This API key lacks the scope ${scope}. Make one that has it.`);
        response.locals.caller = caller;
      };
      inTime(admitted()).then(() => next(), next);
    };
  }

  function bodyIfAny(...given: Parameters<RequestHandler>): void {
    const [request, , next] = given;
    const { "content-length": length = "0", "transfer-encoding": coding } = request.headers;
    if (length === "0" && coding === undefined) {
      request.body = {};
      next();
    } else json(...given);
  }

  async function answer(operation: Operation, request: Request, response: Response): Promise<void> {
    const caller = response.locals.caller as Caller;
    const body = operation.method === "GET" ? undefined : parseBody(operation.body ?? nothing, request.body);
    const query = operation.query ? parseBody(operation.query, request.query) : undefined;
    const chatbotId = caller.chatbotId ?? (await chosen(operation.operator?.(body) ?? null));
    if (operation.sends) await limiters.replay(chatbotId);
    const repeatable = operation.method === "POST" ? repeatableOf(request) : null;
    const before = repeatable && (await transactions.answered(chatbotId, repeatable));
    const { status, body: said }: Answer =
      before ??
      (await operation.act({
        chatbotId,
        scopes: caller.scopes,
        params: paramsOf(operation, request),
        query,
        body,
        commit: (act) => (repeatable ? transactions.once(chatbotId, repeatable, act) : transactions.transact(act)),
      }));
    response.status(status);
    if (said === undefined) response.end();
    else response.type("application/json").send(JSON.stringify(said));
  }

  async function chosen(said: string | null): Promise<ChatbotId> {
    const chatbot = chooseChatbot(await chatbots(), said);
    return chatbot ? chatbot.id : unknownChatbot(said ?? "");
  }
}

const nothing = z.strictObject({});

function paramsOf({ params = {} }: Operation, request: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, { schema, unknown }]) => {
      const given = String(request.params[name]);
      const parsed = schema.safeParse(given);
      return [name, parsed.success ? parsed.data : unknown(cleanText(given))];
    }),
  );
}

/** What the caller calls this request, and all that it asks for; null if it has no name. */
function repeatableOf(request: Request): Repeatable | null {
  const key = request.get("idempotency-key");
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new HttpProblem({
      status: 400,
      title: "The Idempotency-Key cannot be used",
      detail: "Idempotency-Key: send 1 to 255 letters, digits or signs of ASCII, such as a UUID.",
    });
  }
  const asked = JSON.stringify([request.method, request.path, request.body]);
  return { key, request: createHash("sha256").update(asked).digest() };
}
