import { once } from "node:events";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type ErrorRequestHandler } from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HttpProblem } from "../../../core/http/http-problem.ts";
import { readJson } from "../../../core/http/read-json.ts";

let server: Server;
let url: string;

beforeAll(async () => {
  const app = express();
  app.post("/", readJson(), (request, response) => {
    response.json({ body: request.body, tricked: "tricked" in {} || "tricked" in Object.assign({}, request.body) });
  });
  app.post("/small", readJson({ limit: 10 }), (request, response) => void response.json({ body: request.body }));
  const answerProblem: ErrorRequestHandler = (error, _request, response, _next) => {
    if (error instanceof HttpProblem) response.status(error.status).json({ title: error.title, detail: error.detail });
    else response.status(500).json({ bug: String(error) });
  };
  app.use(answerProblem);
  server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

const post = (body: RequestInit["body"], headers: Record<string, string> = {}, path = "/") =>
  fetch(url + path, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

describe("a JSON body", () => {
  it.each([
    ["an object", '{"a":[1,true,null,"x"]}', { a: [1, true, null, "x"] }],
    ["a bare value", "5", 5],
    ["an empty object", "{}", {}],
    ["32 levels", nested(32), JSON.parse(nested(32))],
  ])("is read: %s", async (_, body, read) => {
    const answer = await post(body);
    expect(answer.status).toBe(200);
    expect((await answer.json()).body).toEqual(read);
  });

  it.each([
    "application/json; charset=utf-8",
    'application/json;charset="UTF-8"',
    "application/problem+json",
    "Application/JSON",
  ])("may be labelled %s", async (type) => {
    expect((await post("{}", { "content-type": type })).status).toBe(200);
  });

  it.each([
    ["broken JSON", "{", 400, "The body is not valid JSON."],
    ["nothing", "", 400, "The body is empty."],
    ["33 levels", nested(33), 422, "The JSON is nested too deep."],
    ["33 levels of objects", `${'{"a":'.repeat(33)}1${"}".repeat(33)}`, 422, "The JSON is nested too deep."],
    ["30,000 levels", nested(30_000), 422, "The JSON is nested too deep."],
    ["more than 64 KB", JSON.stringify("x".repeat(65_536)), 413, "The body is too large."],
  ])("is refused: %s", async (_, body, status, title) => {
    const answer = await post(body);
    expect({ status: answer.status, ...(await answer.json()) }).toMatchObject({ status, title });
  });

  it("may be exactly as large as the limit", async () => {
    expect((await post('"12345678"', {}, "/small")).status).toBe(200);
    expect((await post('"123456789"', {}, "/small")).status).toBe(413);
  });

  it.each([
    ["no type", {}],
    ["text/plain", { "content-type": "text/plain" }],
    ["another charset", { "content-type": "application/json; charset=utf-16" }],
    ["compression", { "content-type": "application/json", "content-encoding": "gzip" }],
  ])("is refused with 415 when it comes with %s", async (_, headers) => {
    const answer = await fetch(url, { method: "POST", body: Buffer.from("{}"), headers });
    expect(answer.status).toBe(415);
  });

  it("is refused while it streams, when nobody said how long it is", async () => {
    const request = httpRequest(url, { method: "POST", headers: { "content-type": "application/json" } });
    request.on("error", () => undefined);
    const answered = once(request, "response");
    const chunks = setInterval(() => request.write("x".repeat(20_000)), 5);
    try {
      const [answer] = await answered;
      expect(answer.statusCode).toBe(413);
      expect(answer.headers.connection).toBe("close");
    } finally {
      clearInterval(chunks);
      request.destroy();
    }
  });

  it("goes on serving after a body broke off", async () => {
    const request = httpRequest(url, {
      method: "POST",
      headers: { "content-type": "application/json", "content-length": "100" },
    });
    request.on("error", () => undefined);
    request.write('{"a"');
    await new Promise((resolve) => setTimeout(resolve, 50));
    request.destroy();
    expect((await post("{}")).status).toBe(200);
  });

  it("is clean in every string and key", async () => {
    const body = JSON.stringify({ "k\u0000": ["a\u0000b", { c: "\u202Ed\r\n" }] }).replace("a", "\\ud800a");
    expect((await (await post(body)).json()).body).toEqual({ k: ["\ufffdab", { c: "d\n" }] });
  });

  it("shows bytes that are not UTF-8 as replaced", async () => {
    const answer = await post(Buffer.from([0x22, 0x61, 0xff, 0xc3, 0x22]));
    expect((await answer.json()).body).toBe("a\ufffd\ufffd");
  });

  it.each([
    '{"__proto__":{"tricked":1}}',
    '{"__pro\\u0000to__":{"tricked":1}}',
    '{"constructor":{"prototype":{"tricked":1}}}',
  ])("cannot reach a prototype: %s", async (body) => {
    const answer = await post(body);
    expect(answer.status).toBe(200);
    expect((await answer.json()).tricked).toBe(false);
  });
});
