import { ExpressReceiver, type Logger } from "@slack/bolt";
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import { NotTakenIn } from "./bolt-app.ts";

/** One address for events, buttons and commands, below /adapters/slack. */
export const endpoint = "/events";

const fiveMinutes = 5 * 60;

/** Slack over HTTP: verified on the raw body, answered only after the work is done, so that Slack repeats what failed. */
export function createHttpReceiver(signingSecret: string, logger: Logger) {
  const receiver = new ExpressReceiver({
    signingSecret,
    logger,
    endpoints: endpoint,
    processBeforeResponse: true,
    bodyLimit: "1mb",
    customPropertiesExtractor: ({ body }) => {
      if (!isServed(body)) throw new NotServed();
      return {};
    },
    processEventErrorHandler: async ({ error, response, storedResponse }) => {
      if (response.headersSent) return false;
      const ours = error instanceof NotTakenIn;
      if (ours) logger.error("An event or press could not be taken in:", error.message);
      response.writeHead(ours ? 503 : 400, ours ? {} : { "x-slack-no-retry": "1" });
      response.end();
      return storedResponse === undefined;
    },
    unhandledRequestHandler: ({ response }) => {
      if (response.headersSent) return;
      response.writeHead(404);
      response.end();
    },
  });
  const callbacks = express();
  callbacks.disable("x-powered-by");
  callbacks.use(refuseFuture);
  callbacks.use(receiver.router);
  callbacks.use((_request, response) => void response.status(404).end());
  callbacks.use(answerUnreadable);
  return { receiver, callbacks };
}

class NotServed extends Error {
  override readonly name = "NotServed";
}

/** Bolt refuses old timestamps only; one from the future would stay good for a replay until then. */
const refuseFuture: RequestHandler = ({ headers }, response, next) => {
  const at = Number(headers["x-slack-request-timestamp"]);
  if (at > Date.now() / 1000 + fiveMinutes) response.status(401).end();
  else next();
};

/** What Bolt can read without stumbling: an event, a command, a press; everything else is not for us. */
function isServed(body: unknown): boolean {
  if (typeof body !== "object" || body === null) return false;
  if ("event" in body) return typeof body.event === "object" && body.event !== null;
  if ("actions" in body) return Array.isArray(body.actions) && body.actions.length > 0;
  return "command" in body && typeof body.command === "string";
}

const answerUnreadable: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  response
    .status(error instanceof NotServed ? 400 : 500)
    .set("x-slack-no-retry", "1")
    .end();
};
