import type { RequestListener } from "node:http";
import express, { type ErrorRequestHandler } from "express";
import { type Log, markup, sendPage } from "../../core/index.ts";
import type { EventsRoute } from "./events.ts";
import type { ResolveRoute } from "./resolve.ts";
import type { UnsubscribeRoute } from "./unsubscribe.ts";

interface Routes {
  readonly resolve: ResolveRoute;
  readonly unsubscribe: UnsubscribeRoute;
  /** null: SendGrid was not told to sign, so nothing can be believed. */
  readonly events: EventsRoute | null;
  readonly log: Log;
}

/** SendGrid sends what it has gathered once it is 768 KB, or a second old. */
const mostEvents = "2mb";

/** What comes in under /adapters/email. No other body is read: the token in the address says it all. */
export function createCallbacks({ resolve, unsubscribe, events, log }: Routes): RequestListener {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app
    .route("/resolve/:token")
    .get((request, response) => resolve.show(request.params.token, response))
    .post((request, response) => resolve.act(request.params.token, response))
    .all(onlyGetAndPost);
  app
    .route("/unsubscribe/:token")
    .get((request, response) => unsubscribe.show(request.params.token, response))
    .post((request, response) => unsubscribe.act(request.params.token, response))
    .all(onlyGetAndPost);
  if (events) app.post("/events", express.raw({ type: () => true, limit: mostEvents }), events);
  app.use(answerErrors(log));
  return app;
}

const onlyGetAndPost: express.RequestHandler = (_request, response) => {
  response.setHeader("Allow", "GET, HEAD, POST");
  sendPage(response, {
    status: 405,
    title: "Not this way",
    body: markup`<p>Open the link from the e-mail in a browser. Nothing was changed.</p>`,
  });
};

function answerErrors(log: Log): ErrorRequestHandler {
  return (error, request, response, _next) => {
    if (response.headersSent) return void response.destroy();
    const status: unknown = error?.status;
    const isTheirs = typeof status === "number" && status >= 400 && status < 500;
    if (!isTheirs)
      log.warn(
        { err: error instanceof Error ? error.message : String(error) },
        "E-mail: a callback could not be taken in",
      );
    if (request.path !== "/events") return sendPage(response, isTheirs ? garbled : tryAgain);
    const problem = isTheirs
      ? { status, title: "Not taken in", detail: "The request is too large or malformed." }
      : { status: 503, title: "Not now", detail: "It could not be stored; send it again in a moment." };
    if (!isTheirs) response.setHeader("Retry-After", "5");
    response
      .status(problem.status)
      .type("application/problem+json")
      .send(JSON.stringify({ type: "about:blank", ...problem }));
  };
}

/** The token is not even a part of an address (%zz). */
const garbled = {
  status: 400,
  title: "This link is not whole",
  body: markup`<p>It was cut or changed on its way. Copy all of it from the e-mail and open it again. Nothing was changed.</p>`,
};

const tryAgain = {
  status: 503,
  title: "Not just now",
  body: markup`<p>Deskbell could not look that up. Try again in a moment; trying twice does no harm.</p>`,
  retryAfter: 5,
};
