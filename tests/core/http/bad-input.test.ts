import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { homes } from "../../support/database.ts";
import { openDeskbell } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";
import { expectProblem } from "./support/problem.ts";
import { countStored } from "./support/stored.ts";

const id = () => randomUUID();
const otherChatbot = "00000000-0000-4000-8000-0000000000ee";
const json = { "content-type": "application/json" };
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

describe.each(homes)("bad input on the %s database", (home) => {
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  let stored: ReturnType<typeof countStored>;
  let visitor: Awaited<ReturnType<typeof arrive>>;
  let stranger: typeof visitor;
  beforeAll(async () => {
    deskbell = await openDeskbell(home, {
      adapters: [],
      chatbots: [
        { id: firstChatbotId, name: "Lamps" },
        { id: otherChatbot, name: "Chairs" },
      ],
    });
    stored = countStored(deskbell.env);
    visitor = await arrive(deskbell.url, firstChatbotId);
    stranger = await arrive(deskbell.url, firstChatbotId);
  });
  afterAll(async () => {
    await stored.end();
    await deskbell.close();
  });

  const sessions = (chatbot: string = firstChatbotId) => `${deskbell.url}/widget/v1/chatbots/${chatbot}/sessions`;
  const seqs = async () => [
    (await visitor.comesBack()).conversation.seq,
    (await stranger.comesBack()).conversation.seq,
  ];

  /** The refusal, and that it left nothing behind. */
  async function refused(request: () => Promise<Response>, status: number, says?: RegExp) {
    const before = [await seqs(), await stored.count()];
    await expectProblem(await request(), { status, ...(says && { says }) });
    expect([await seqs(), await stored.count()]).toEqual(before);
    expect(deskbell.lines.filter((line) => line.level === "error")).toEqual([]);
  }

  const post = (url: string, body: BodyInit | null, headers: Record<string, string> = json) =>
    fetch(url, { method: "POST", headers, body });
  const say = (body: unknown, headers: Record<string, string> = visitor.headers) =>
    post(`${visitor.conversationUrl}/messages`, typeof body === "string" ? body : JSON.stringify(body), headers);
  const ask = (body: unknown) => post(`${visitor.conversationUrl}/escalation`, JSON.stringify(body), visitor.headers);

  it.each<[string, number, RegExp, () => unknown]>([
    ["JSON that breaks off", 400, /JSON\.parse/, () => '{"text":'],
    ["no JSON at all", 400, /JSON\.parse/, () => ""],
    ["a list", 422, /body|expected object/i, () => "[]"],
    ["a bare text", 422, /body|expected object/i, () => '"Hello"'],
    ["null", 422, /body|expected object/i, () => "null"],
    ["nothing in it", 422, /client_id.*text/, () => "{}"],
    ["a number as its text", 422, /text/, () => ({ client_id: id(), text: 5 })],
    ["a list as its text", 422, /text/, () => ({ client_id: id(), text: ["Hello"] })],
    ["no id of its own", 422, /client_id/, () => ({ text: "Hello" })],
    ["an id that is none", 422, /client_id/, () => ({ client_id: "1", text: "Hello" })],
    ["a key that we do not know", 422, /author/, () => ({ client_id: id(), text: "Hello", author: "agent" })],
    ["no text", 422, /text/, () => ({ client_id: id(), text: "" })],
    ["only blanks", 422, /text/, () => ({ client_id: id(), text: " \n\t\u00a0" })],
    ["only what is taken out", 422, /text/, () => ({ client_id: id(), text: "\u0000\u202e\u0007" })],
    ["only an empty Braille cell", 422, /text/, () => ({ client_id: id(), text: "\u2800" })],
    ["only fillers of Hangul", 422, /text/, () => ({ client_id: id(), text: "\u3164\u115f\u1160 \uffa0\u2800" })],
    ["8,001 characters", 422, /text.*8000/, () => ({ client_id: id(), text: "x".repeat(8_001) })],
    ["more than 64 KB", 413, /65536 bytes/, () => ({ client_id: id(), text: "x".repeat(65_536) })],
    ["more than 32 levels", 422, /32 levels/, () => nested(33)],
    ["10,000 levels", 422, /32 levels/, () => nested(10_000)],
  ])("refuses a message with %s", async (_, status, says, body) => {
    await refused(() => say(body()), status, says);
  });

  it("says which keys it does not know, and not all of what they are", async () => {
    const long = "k".repeat(60_000);
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`key ${index}`, 0]));
    for (const body of [{ [long]: 0 }, many]) {
      const response = await say({ client_id: id(), text: "Hello", ...body });
      const { detail } = await expectProblem(response, { status: 422, says: /Unrecognized keys?: "k/ });
      expect(detail.length).toBeLessThan(250);
    }
  });

  it.each<[string, Record<string, string>]>([
    ["without a type", {}],
    ["as a form", { "content-type": "application/x-www-form-urlencoded" }],
    ["in another charset", { "content-type": "application/json; charset=utf-16" }],
    ["compressed", { ...json, "content-encoding": "gzip" }],
  ])("refuses a message that comes %s", async (_, headers) => {
    const body = new TextEncoder().encode(JSON.stringify({ client_id: id(), text: "Hello" }));
    const authorization = visitor.headers.authorization;
    await refused(() => post(`${visitor.conversationUrl}/messages`, body, { authorization, ...headers }), 415, /JSON/);
  });

  it.each<[string, RegExp, unknown]>([
    ["no trigger", /trigger/, { client_id: id() }],
    ["a trigger that only the assistant has", /trigger/, { client_id: id(), trigger: "assistant" }],
    ["a trigger that only servers have", /trigger/, { client_id: id(), trigger: "api" }],
    ["a trigger of another type", /trigger/, { client_id: id(), trigger: { $ne: null } }],
    ["no id of its own", /client_id/, { trigger: "inline_cta" }],
    ["an episode that it wants", /episode/, { client_id: id(), trigger: "inline_cta", episode: 9 }],
  ])("refuses to escalate with %s", async (_, says, body) => {
    await refused(() => ask(body), 422, says);
  });

  it.each<[string, RegExp, unknown]>([
    [
      "an address of 3,000 characters",
      /page\.url/,
      { page: { url: `https://a.example/${"x".repeat(3_000)}`, title: "" } },
    ],
    ["a page without a title", /page\.title/, { page: { url: "https://a.example/" } }],
    ["a page that is a text", /page/, { page: "https://a.example/" }],
    ["a locale that is a number", /locale/, { locale: 7 }],
    ["an id that it wants", /session_id/, { session_id: "embed-1" }],
  ])("refuses to start a session with %s", async (_, says, body) => {
    await refused(() => post(sessions(), JSON.stringify(body)), 422, says);
  });

  it.each<[string, string, unknown, number]>([
    ["a rating that there is not", "1", { rating: "down" }, 422],
    ["a message that there is not", "99", { rating: "up" }, 404],
    ["the first number", "0", { rating: "up" }, 404],
    ["a negative number", "-1", { rating: "up" }, 404],
    ["a word", "last", { rating: "up" }, 404],
    ["a number beyond all", "99999999999999999999", { rating: "up" }, 404],
    ["2 to the 31", "2147483648", { rating: "up" }, 404],
    ["an event that is no message", "1", { rating: "up" }, 404],
  ])("refuses to rate %s", async (_, seq, body, status) => {
    const url = `${visitor.conversationUrl}/messages/${seq}/rating`;
    await refused(() => fetch(url, { method: "PUT", headers: visitor.headers, body: JSON.stringify(body) }), status);
  });

  it("refuses to rate what the visitor said, or what was said to another", async () => {
    const said = await visitor.says("Hello");
    await stranger.follows(1, () => true, 50).catch(() => []);
    await visitor.follows(said.body.message.seq, (frames) => frames.length > 0);
    const theirs = said.body.message.seq + 1;
    await refused(() => visitor.rates(said.body.message.seq), 404, /no message of the assistant/);
    await refused(() => stranger.rates(theirs), 404, /no message of the assistant/);
    expect((await visitor.rates(theirs)).status).toBe(204);
  });

  describe("and who may speak", () => {
    const routes: readonly [string, string, unknown][] = [
      ["POST", "messages", { client_id: id(), text: "Hello" }],
      ["POST", "escalation", { client_id: id(), trigger: "inline_cta" }],
      ["PUT", "messages/3/rating", { rating: "up" }],
      ["GET", "stream", undefined],
    ];
    const send = (url: string, method: string, body: unknown, authorization?: string) =>
      fetch(url, {
        method,
        headers: { ...json, ...(authorization !== undefined && { authorization }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });

    it.each(routes)("%s %s asks for the visitor's own token", async (method, path, body) => {
      const mine = `${visitor.conversationUrl}/${path}`;
      for (const wrong of [
        undefined,
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        `Bearer ${"x".repeat(43)}`,
        `Bearer ${"x".repeat(5_000)}`,
        visitor.session.token ?? "",
        "Bearer ' or 1=1 --",
      ]) {
        await refused(() => send(mine, method, body, wrong), 401, /token/i);
      }
      await refused(() => send(mine, method, body, stranger.headers.authorization), 404, /for this token/);
      const unknown = visitor.conversationUrl.replace(visitor.session.conversation_id, id());
      await refused(() => send(`${unknown}/${path}`, method, body, visitor.headers.authorization), 404);
      const elsewhere = mine.replace(firstChatbotId, otherChatbot);
      await refused(() => send(elsewhere, method, body, visitor.headers.authorization), 401);
    });

    it.each(["bearer", "BEARER", "Bearer "])("takes the token after %j", async (scheme) => {
      const url = `${visitor.conversationUrl}/messages/1/rating`;
      const authorization = `${scheme} ${visitor.session.token}`;
      await refused(() => send(url, "PUT", { rating: "up" }, authorization), 404, /no message of the assistant/);
    });

    it.each([
      id(),
      "1",
      "not-an-id",
      "%27%3B%20drop%20table%20chatbot",
      "%00",
      `${firstChatbotId}%00`,
      "..%2f..%2fetc%2fpasswd",
      "x".repeat(3_000),
    ])("there is no chatbot %s", async (chatbot) => {
      await refused(() => post(sessions(chatbot), "{}"), 404, /chatbot/);
      const mine = visitor.conversationUrl.replace(firstChatbotId, chatbot);
      await refused(() => send(`${mine}/stream`, "GET", undefined, visitor.headers.authorization), 404, /chatbot/);
    });

    it.each(["1", "%00", "null", "x".repeat(3_000), "00000000-0000-4000-8000-00000000000g"])(
      "there is no conversation %s",
      async (conversation) => {
        const url = visitor.conversationUrl.replace(visitor.session.conversation_id, conversation);
        const body = { client_id: id(), text: "Hello" };
        await refused(() => send(`${url}/messages`, "POST", body, visitor.headers.authorization), 404, /conversation/);
      },
    );
  });
});
