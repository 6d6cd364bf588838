import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { homes } from "../../support/database.ts";
import { openDeskbell } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";
import { expectNoInsides, expectProblem } from "./support/problem.ts";
import { rawRequest } from "./support/raw-request.ts";

describe.each(homes)("a request that is hardly one, on the %s database", (home) => {
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  let visitor: Awaited<ReturnType<typeof arrive>>;
  beforeAll(async () => {
    deskbell = await openDeskbell(home, { adapters: [] });
    visitor = await arrive(deskbell.url, firstChatbotId);
  });
  afterAll(() => deskbell.close());

  const chatbot = `/widget/v1/chatbots/${firstChatbotId}`;
  const get = (path: string, headers = "") =>
    rawRequest(deskbell.url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);
  const statusOf = (text: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);

  it.each([
    ["/widget/v1/chatbots/%E0%A4%A/sessions", 400],
    ["/%", 404],
    ["/widget/%ff.js", 404],
    ["/widget/panel-%ff.js", 400],
    ["/%00", 404],
    ["/widget.js%00.html", 404],
    ["/widget/panel-%00.js", 404],
    ["/widget/..%2f..%2fpackage.json", 404],
    ["/widget/../../package.json", 404],
    ["//evil.example/%2e%2e", 404],
    [`${chatbot}/conversations/%00/stream`, 404],
    [`${chatbot}/conversations/%ff/stream`, 400],
    ["/adapters/slack/events", 404],
    ["/dashboard", 404],
    ["/?x=1&x=2&__proto__[a]=1", 404],
  ])("is answered in order: GET %s", async (path, status) => {
    const text = await get(path);
    expect(statusOf(text)).toBe(status);
    expect(text).toContain("application/problem+json");
    expectNoInsides(text);
  });

  it.each([
    ["two lengths", "Content-Length: 2\r\nContent-Length: 3\r\n", "{}"],
    ["a length and chunks", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"],
    ["a length that is none", "Content-Length: many\r\n", "{}"],
    ["a header of control characters", "X-A: a\u0001b\r\n", ""],
  ])("is refused for %s", async (_, headers, body) => {
    const text = await rawRequest(
      deskbell.url,
      `POST ${chatbot}/sessions HTTP/1.1\r\nHost: x\r\n${headers}\r\n${body}`,
    );
    expect(statusOf(text)).toBe(400);
    expectNoInsides(text);
  });

  it("is refused with 431 for headers of 20 KB, and the next is served", async () => {
    expect(statusOf(await get("/healthz", `X-Long: ${"x".repeat(20_000)}\r\n`))).toBe(431);
    expect(statusOf(await get("/healthz"))).toBe(200);
  });

  it("is refused when it is not HTTP at all", async () => {
    expect(statusOf(await rawRequest(deskbell.url, "\u0016\u0003\u0001 hello\r\n\r\n"))).toBe(400);
  });

  it("may have hostile headers where we read some", async () => {
    for (const line of [
      "Authorization: Bearer \u00ff\u00fe\r\n",
      "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n",
      "Origin: \u00e4\u00f6\r\n",
      "Last-Event-ID: \u0000\r\n",
      "X-Forwarded-For: ', \"<script>, 1.2.3.4.5\r\n",
      "Cookie: a=b; __proto__=c\r\n",
      "Expect: 200-maybe\r\n",
      "Upgrade: websocket\r\n",
    ]) {
      const text = await get(`${chatbot}/conversations/${visitor.session.conversation_id}/stream`, line);
      expect([400, 401, 403, 404, 417], line).toContain(statusOf(text));
      expectNoInsides(text);
    }
  });

  it.each([
    ["GET", `${chatbot}/sessions`, "POST"],
    ["PUT", `${chatbot}/sessions`, "POST"],
    ["PATCH", `${chatbot}/sessions`, "POST"],
    ["DELETE", `${chatbot}/sessions`, "POST"],
    ["HEAD", `${chatbot}/sessions`, "POST"],
    ["GET", `${chatbot}/conversations/:mine/messages`, "POST"],
    ["DELETE", `${chatbot}/conversations/:mine/messages`, "POST"],
    ["PUT", `${chatbot}/conversations/:mine/escalation`, "POST"],
    ["POST", `${chatbot}/conversations/:mine/stream`, "GET, HEAD"],
    ["POST", `${chatbot}/conversations/:mine/messages/1/rating`, "PUT"],
    ["POST", "/widget.js", "GET, HEAD"],
    ["DELETE", "/widget/panel-abc.js", "GET, HEAD"],
    ["POST", "/metrics", "GET, HEAD"],
  ])("is told which methods there are: %s %s", async (method, path, allowed) => {
    const url = deskbell.url + path.replace(":mine", visitor.session.conversation_id);
    const response = await fetch(url, { method, headers: visitor.headers });
    expect([response.status, response.headers.get("allow")]).toEqual([405, allowed]);
    if (method !== "HEAD") await expectProblem(response, { status: 405, says: new RegExp(`${method}.*${allowed}`) });
  });

  it.each([
    ["POST", "nothing"],
    ["GET", ""],
    ["PUT", "messages/1"],
  ])("has no conversation to %s %s", async (method, path) => {
    const response = await fetch(`${visitor.conversationUrl}/${path}`, { method, headers: visitor.headers });
    await expectProblem(response, { status: 404 });
  });

  it("never says what it runs on", async () => {
    for (const path of ["/healthz", "/nothing", `${chatbot}/sessions`]) {
      const { headers } = await fetch(deskbell.url + path);
      expect(headers.get("x-powered-by")).toBeNull();
      expect(headers.get("server")).toBeNull();
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  it("leaves no error in the log: all of it was foreseen", () => {
    expect(deskbell.lines.filter((line) => line.level === "error")).toEqual([]);
  });
});
