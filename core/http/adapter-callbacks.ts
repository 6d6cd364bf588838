import type { RequestListener, ServerResponse } from "node:http";
import type { RequestHandler } from "express";

/** Serves what an adapter answers on the raw request, and mends what every adapter would have to think of. */
export function adapterCallbacks(callbacks: RequestListener): RequestHandler {
  // One made of Express passes on what it does not answer.
  const serve: RequestHandler = callbacks;
  return (request, response, next) => {
    const { "content-length": length = "0", "transfer-encoding": coding } = request.headers;
    if (length !== "0" || coding !== undefined) keepAliveOnlyOnceRead(request, response);
    leaveEmptyNotFound(response, next);
    serve(request, response, next);
  };
}

/** Who answers before the body was read leaves it on the wire, where it would be taken for the next request. */
function keepAliveOnlyOnceRead(request: Parameters<RequestListener>[0], response: ServerResponse): void {
  const { shouldKeepAlive } = response;
  response.shouldKeepAlive = false;
  request.once("end", () => {
    response.shouldKeepAlive = shouldKeepAlive;
  });
}

/** A bare 404 says that the adapter knows no such address: then the route table says so, in words. */
function leaveEmptyNotFound(response: ServerResponse, next: () => void): void {
  const end = response.end.bind(response);
  const endOrLeave = (...given: Parameters<typeof end>) => {
    response.end = end;
    if (response.statusCode !== 404 || response.headersSent || given[0]) return end(...given);
    next();
    return response;
  };
  response.end = endOrLeave as typeof end;
}
