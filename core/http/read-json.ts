import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { cleanJson, maxJsonDepth } from "./clean-json.ts";
import { HttpProblem } from "./http-problem.ts";

/** Reads a JSON body into `request.body`: limited in size and depth, every string cleaned. */
export function readJson({ limit = 64 * 1024 }: { readonly limit?: number } = {}): RequestHandler {
  return (request, response, next) => {
    requireJson(request);
    readBody(request, limit)
      .then((bytes) => {
        request.body = parse(bytes);
        next();
      })
      .catch((error: unknown) => {
        // The rest of a body that is too large is not read: the connection ends with the answer.
        if (error instanceof HttpProblem && error.status === 413) response.setHeader("connection", "close");
        next(error);
      });
  };
}

function requireJson(request: IncomingMessage): void {
  const [type = "", ...parameters] = (request.headers["content-type"] ?? "").toLowerCase().split(";");
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("charset="));
  const encoding = request.headers["content-encoding"] ?? "identity";
  const isJson = /^application\/(?:json|[\w.-]+\+json)$/.test(type.trim());
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  if (isJson && isUtf8 && encoding === "identity") return;
  throw new HttpProblem({
    status: 415,
    title: "The body is not JSON.",
    detail: "Send JSON in UTF-8, uncompressed, with the header Content-Type: application/json.",
  });
}

async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on("data", (part: Buffer) => {
      size += part.length;
      if (size <= limit) parts.push(part);
      else {
        request.pause().removeAllListeners("data");
        reject(tooLarge(limit));
      }
    });
    request.once("end", () => resolve(Buffer.concat(parts)));
    request.once("error", () => reject(brokenOff()));
    request.once("close", () => reject(brokenOff()));
  });
}

function parse(bytes: Buffer): unknown {
  const body = cleanJson(parsed(bytes));
  if (body !== undefined) return body;
  throw new HttpProblem({
    status: 422,
    title: "The JSON is nested too deep.",
    detail: `Send JSON of at most ${maxJsonDepth} levels.`,
  });
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new HttpProblem({
      status: 400,
      title: bytes.length === 0 ? "The body is empty." : "The body is not valid JSON.",
      detail: "Send a body that JSON.parse accepts.",
    });
  }
}

function tooLarge(limit: number): HttpProblem {
  return new HttpProblem({
    status: 413,
    title: "The body is too large.",
    detail: `Send at most ${limit} bytes.`,
  });
}

function brokenOff(): HttpProblem {
  return new HttpProblem({ status: 400, title: "The body broke off.", detail: "Send the request again." });
}
