import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import type { Log } from "../adapter.ts";
import { DomainError } from "../domain/errors.ts";
import { databaseAway } from "./database-away.ts";
import { errorStatus, errorTitle } from "./error-status.ts";
import { HttpProblem } from "./http-problem.ts";
import type { Problem } from "./widget-protocol.ts";

/** Answers every error as problem+json (RFC 9457); what is a bug is logged, and says no more than that outside. */
export function createErrorHandler(log: Log): ErrorRequestHandler {
  return (error, request, response, _next) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const problem = toProblem(error);
    if (problem.status >= 500 && problem.status !== 503) {
      const err = error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) };
      log.error({ method: request.method, route: request.route?.path ?? request.baseUrl, err }, "a request failed");
    }
    sendProblem(response, problem);
  };
}

export const notFound: RequestHandler = (request, response) => {
  sendProblem(response, {
    status: 404,
    title: "Nothing here",
    detail: `There is nothing at ${request.method} ${request.path.slice(0, 200)}.`,
  });
};

interface Answer {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly retryAfter?: number | null;
}

function sendProblem(response: Response, { status, title, detail, retryAfter }: Answer): void {
  const problem: Problem = { type: "about:blank", title, status, detail };
  if (retryAfter) response.setHeader("Retry-After", String(retryAfter));
  if (status === 401) response.setHeader("WWW-Authenticate", "Bearer");
  response.status(status).type("application/problem+json").send(JSON.stringify(problem));
}

function toProblem(error: unknown): Answer {
  if (error instanceof HttpProblem) return error;
  if (error instanceof DomainError) {
    const { code, message, retryAfter } = error;
    return { status: errorStatus[code], title: errorTitle[code], detail: message, retryAfter };
  }
  if (isAway(error)) return toProblem(databaseAway());
  if (isRefusedValue(error)) {
    return {
      status: 400,
      title: errorTitle.invalid_request,
      detail: "A value cannot be stored as it is; check ids and text.",
    };
  }
  if (isBadUrl(error))
    return { status: 400, title: errorTitle.invalid_request, detail: "The address of the request is malformed." };
  return { status: 500, title: "Something went wrong here", detail: "It was logged; trying again may help." };
}

/** The server is gone, going, or still coming (SQLSTATE class 08, 57P, 53; and postgres.js' own codes). */
function isAway(error: unknown): boolean {
  const code = codeOf(error);
  return (
    /^(08|53|57P|57014|25P03|40)/.test(code) ||
    /^(CONNECTION_|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|ENOENT)/.test(code)
  );
}

/** SQLSTATE class 22: data exception. The net under the edge's own cleaning. */
function isRefusedValue(error: unknown): boolean {
  return /^22/.test(codeOf(error));
}

function isBadUrl(error: unknown): boolean {
  return error instanceof URIError;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
