import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, answerInstead, answerWell, spoilAnswer } from "../../answer.ts";
import type { Journal } from "../../journal.ts";
import { parseJson } from "../../parse-json.ts";
import { readBody } from "../../read-body.ts";
import type { Misbehaviour, Misdeed } from "../misbehaviour.ts";
import type { ApiMethod, Backstage } from "./method.ts";
import { methods } from "./methods.ts";
import { connectorRefusal, RefusedCall, tokenRefusal } from "./refused-call.ts";
import { channelOf, type MethodName, type Route, routeOf } from "./route.ts";
import { connectorWords, tokenWords } from "./wording.ts";

export interface Call {
  readonly method: MethodName;
  /** What the path says, and the body. */
  readonly args: Omit<Route, "method"> & { readonly body?: unknown };
  readonly at: Date;
  /** Whether Teams did what was asked, whatever the caller was told. */
  accepted: boolean;
  /** The HTTP status sent, null if the caller got none. */
  status: number | null;
  error?: string;
  misdeed?: Misdeed["how"];
}

/** The connector, the token endpoint and the keys. */
export function serveApi(backstage: Backstage, misbehaviour: Misbehaviour, journal: Journal, calls: Call[]) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const route = routeOf(request.method ?? "GET", url.pathname);
    if (route === undefined) {
      answerWell(response, { status: 404, body: JSON.stringify({ message: "No HTTP resource was found." }) });
      return;
    }
    const { method, ...path } = route;
    const body = await bodyOf(request);
    const call: Call = { method, args: { ...path, ...(body !== undefined && { body }) }, ...fresh() };
    calls.push(call);

    const words = method === "token" ? tokenWords : connectorWords;
    const misdeed = misbehaviour.forCall(method, channelOf(route, body));
    if (misdeed !== undefined) call.misdeed = misdeed.how;
    if (misdeed?.how === "refuse") {
      call.status = answerWell(response, refusalOf(method, new RefusedCall(misdeed), call));
      return;
    }
    const instead = misdeed && answerInstead(response, misdeed, words);
    if (instead) {
      call.status = instead.status;
      return;
    }
    const answer = perform(route, body, request.headers.authorization, backstage, call);
    if (call.accepted) journalIt(journal, call, answer);
    call.status = misdeed ? await spoilAnswer(response, misdeed, answer, words) : answerWell(response, answer);
  };
}

const fresh = () => ({ at: new Date(), accepted: false, status: null });

function perform(
  route: Route,
  body: unknown,
  authorization: string | undefined,
  backstage: Backstage,
  call: Call,
): Answer {
  const method: ApiMethod = methods[route.method];
  try {
    if (!method.open) backstage.tokens.check(authorization);
    const done = method.run(route, body, backstage);
    call.accepted = true;
    return { status: done.status, body: done.body === undefined ? "" : JSON.stringify(done.body) };
  } catch (refused) {
    if (!(refused instanceof RefusedCall)) throw refused;
    return refusalOf(route.method, refused, call);
  }
}

function refusalOf(method: MethodName, { refusal, headers }: RefusedCall, call: Call): Answer {
  call.error = refusal.subCode ?? refusal.code ?? String(refusal.status);
  return { ...(method === "token" ? tokenRefusal(refusal) : connectorRefusal(refusal)), headers };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString("utf8");
  if (text === "") return undefined;
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  return isForm ? Object.fromEntries(new URLSearchParams(text)) : parseJson(text);
}

const journaled: readonly MethodName[] = [
  "createConversation",
  "sendToConversation",
  "replyToActivity",
  "updateActivity",
  "deleteActivity",
];

function journalIt(journal: Journal, { method, args, misdeed }: Call, { body }: Answer): void {
  if (!journaled.includes(method)) return;
  const answer = Object(parseJson(body));
  const activity = method === "createConversation" ? Object(args.body).activity : args.body;
  journal.write({
    did: method,
    channel: channelOf({ method, ...args }, args.body),
    conversation: args.conversation ?? answer.id,
    activityId: answer.activityId ?? answer.id ?? args.activityId,
    activity,
    misdeed,
  });
}
