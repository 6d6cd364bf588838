import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { homes } from "../../support/database.ts";
import { openDeskbell } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";

const id = () => randomUUID();

describe.each(homes)("what a visitor says, on the %s database", (home) => {
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  let visitor: Awaited<ReturnType<typeof arrive>>;
  beforeAll(async () => {
    deskbell = await openDeskbell(home, { adapters: [] });
    visitor = await arrive(deskbell.url, firstChatbotId);
  });
  afterAll(() => deskbell.close());

  const say = (body: unknown) =>
    fetch(`${visitor.conversationUrl}/messages`, {
      method: "POST",
      headers: visitor.headers,
      body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body),
    });

  it.each<[string, string, string]>([
    ["NUL", "a\u0000b", "ab"],
    ["controls", "a\u0007\u001b[31mb\u007f\u0085c", "a[31mbc"],
    ["bidi overrides", "\u202egro.elpmaxe\u202c \u2066x\u2069", "gro.elpmaxe x"],
    ["CRLF and odd line ends", "a\r\nb\rc\u2028d", "a\nb\nc\nd"],
    ["a lone surrogate", "a\ud800b", "a\ufffdb"],
    ["emoji with joiners", "👩‍👩‍👧‍👦 ok", "👩‍👩‍👧‍👦 ok"],
    ["right-to-left text", "שלום \u200fעולם", "שלום \u200fעולם"],
    [
      "a Slack broadcast",
      "<!channel> <@U1> <https://evil.example|bank>",
      "<!channel> <@U1> <https://evil.example|bank>",
    ],
    [
      "Markdown and HTML",
      "[x](javascript:alert(1)) <img src=x onerror=alert(1)>",
      "[x](javascript:alert(1)) <img src=x onerror=alert(1)>",
    ],
    ["templates and formulas", "{{DATE(2020)}} =cmd()|' /C calc'!A0", "{{DATE(2020)}} =cmd()|' /C calc'!A0"],
    ["SQL", "'; drop table message; --", "'; drop table message; --"],
  ])("is the text it is: %s", async (_, text, shown) => {
    const response = await say({ client_id: id(), text });
    expect(response.status).toBe(201);
    const { message } = (await response.json()) as { message: { text: string; tree: unknown; seq: number } };
    expect([message.text, message.tree]).toEqual([shown, null]);
    const kept = (await visitor.comesBack()).conversation.messages.find((each) => each.seq === message.seq);
    expect(kept?.text).toBe(shown);
  });

  it("may have 8,000 characters, bytes that are no UTF-8, and come from a page with a hostile title", async () => {
    expect((await visitor.says("x".repeat(8_000))).status).toBe(201);
    const bytes = Buffer.concat([
      Buffer.from(`{"client_id":"${id()}","text":"a`),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('"}'),
    ]);
    const odd = await say(bytes);
    expect(((await odd.json()) as { message: { text: string } }).message.text).toBe("a\ufffd\ufffd");
    const page = { url: "javascript:alert(1)", title: "\u0000</script>\u202e" };
    const { session } = await arrive(deskbell.url, firstChatbotId, page);
    expect(session.conversation.seq).toBe(1);
  });

  it.each(["-1", "x", "9999999999999", "1.5", "0x1", " "])("reads a stream from its start after %j", async (last) => {
    const stop = new AbortController();
    const headers = { ...visitor.headers, "last-event-id": last };
    const response = await fetch(`${visitor.conversationUrl}/stream`, { headers, signal: stop.signal });
    expect(response.status).toBe(200);
    const reader = response.body?.getReader();
    let text = "";
    while (!text.includes("id: 2\n")) text += new TextDecoder().decode((await reader?.read())?.value);
    stop.abort();
  });

  it("stays out of the log, and so do tokens and secrets", async () => {
    const secret = `my card is ${id()}`;
    await visitor.says(secret);
    await say({ client_id: secret, text: 1 });
    const log = JSON.stringify(deskbell.lines);
    for (const each of [visitor.session.token, secret, deskbell.env.APP_SECRET ?? "no secret"])
      expect(log).not.toContain(each);
  });
});
