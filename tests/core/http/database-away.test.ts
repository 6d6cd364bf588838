import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConversationId } from "../../../core/index.ts";
import { type Deskbell, startDeskbell } from "../../../core/main.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { ana, createBell } from "../../support/bell.ts";
import { homes, makeHome, type TestHome } from "../../support/database.ts";
import { eventually, keptLog } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";
import { layLine } from "./support/cut-line.ts";
import { expectProblem } from "./support/problem.ts";

describe.skipIf(!homes.includes("server"))("while PostgreSQL is away", () => {
  const bell = createBell();
  const { log, lines } = keptLog();
  let home: TestHome;
  let line: Awaited<ReturnType<typeof layLine>>;
  let deskbell: Deskbell;
  beforeAll(async () => {
    home = await makeHome("server");
    line = await layLine(home.env.DATABASE_URL ?? "");
    deskbell = await startDeskbell({
      adapters: [bell.install],
      log,
      limits: { messagesPerVisitor: 10_000, messagesPerAddress: 10_000 },
      env: { PORT: "0", ...home.env, DATABASE_URL: line.url },
    });
    await bell.connect("room");
  });
  afterAll(async () => {
    line.mend();
    await deskbell.stop();
    await line.stop();
    await home.remove();
  });

  const isReady = async () => (await fetch(`${deskbell.publicUrl}/readyz`)).status === 200;
  async function away<T>(act: () => Promise<T>): Promise<T> {
    line.cut();
    try {
      return await act();
    } finally {
      line.mend();
      await eventually(isReady);
    }
  }

  it("visitors are told so, with when to try again, and nothing is half done", async () => {
    const visitor = await arrive(deskbell.publicUrl, firstChatbotId);
    const ids = [randomUUID(), randomUUID()] as const;
    const post = (path: string, body: unknown) =>
      fetch(`${visitor.conversationUrl}/${path}`, {
        method: "POST",
        headers: visitor.headers,
        body: JSON.stringify(body),
      });
    const message = { client_id: ids[0], text: "Hello" };
    const request = { client_id: ids[1], trigger: "inline_cta" };
    await away(async () => {
      for (const response of [await post("messages", message), await post("escalation", request)]) {
        await expectProblem(response, { status: 503, says: /try again/ });
        expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      }
      const headers = { "content-type": "application/json" };
      const url = `${deskbell.publicUrl}/widget/v1/chatbots/${firstChatbotId}/sessions`;
      await expectProblem(await fetch(url, { method: "POST", headers, body: "{}" }), { status: 503 });
      expect((await fetch(`${deskbell.publicUrl}/healthz`)).status).toBe(200);
      const ready = await fetch(`${deskbell.publicUrl}/readyz`);
      expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining("database")]);
      const of = { chatbotId: firstChatbotId, conversationId: visitor.session.conversation_id as ConversationId };
      await expect(bell.desk().resolve({ ...of, episode: 1 }, { by: ana, id: "away" })).rejects.toThrow();
    });
    expect((await visitor.comesBack()).conversation).toMatchObject({ seq: 1, messages: [] });
    expect((await post("messages", message)).status).toBe(201);
    expect((await post("escalation", request)).status).toBe(201);
  });

  it("visitors are told the same within ten seconds when it is there but silent, and a repeat goes through once", async () => {
    const visitor = await arrive(deskbell.publicUrl, firstChatbotId);
    const message = { client_id: randomUUID(), text: "Hello" };
    const request = { client_id: randomUUID(), trigger: "inline_cta" };
    const post = (url: string, body: unknown) =>
      fetch(url, {
        method: "POST",
        headers: visitor.headers,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
    const messages = `${visitor.conversationUrl}/messages`;
    const escalation = `${visitor.conversationUrl}/escalation`;
    line.silence();
    try {
      const sessions = `${deskbell.publicUrl}/widget/v1/chatbots/${firstChatbotId}/sessions`;
      const forged = { ...visitor.headers, authorization: `Bearer ${"A".repeat(43)}` };
      const responses = await Promise.all([
        post(messages, message),
        post(escalation, request),
        post(sessions, {}),
        fetch(`${visitor.conversationUrl}/stream`, { headers: forged, signal: AbortSignal.timeout(10_000) }),
      ]);
      for (const response of responses) {
        await expectProblem(response, { status: 503, says: /database does not answer; try again/ });
        expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      }
    } finally {
      line.mend();
      await eventually(isReady);
    }
    expect([200, 201]).toContain((await post(messages, message)).status);
    expect([200, 201]).toContain((await post(escalation, request)).status);
    const { conversation } = await visitor.comesBack();
    expect(conversation.messages.filter((each) => each.author === "visitor")).toHaveLength(1);
    expect(conversation.status).toMatchObject({ state: "open", episode: 1 });
  });

  it("a visitor who is following sees, once it is back, what was said meanwhile", async () => {
    const visitor = await arrive(deskbell.publicUrl, firstChatbotId);
    const following = visitor.follows(1, (frames) => frames.some((frame) => frame.data.text === "after"), 25_000);
    await sleep(100);
    await away(() => sleep(300));
    await visitor.says("after");
    const frames = await following;
    expect(frames[0]).toMatchObject({ id: 2, event: "message" });
  });

  it("nothing that was acknowledged is lost, nothing is doubled, and the team hears all of it once and in order", async () => {
    const visitor = await arrive(deskbell.publicUrl, firstChatbotId);
    await visitor.asksForHuman();
    const { conversation_id } = visitor.session;
    const said: string[] = [];
    let stop = false;
    const talking = (async () => {
      for (let number = 1; !stop; number++) {
        const text = `line ${number}`;
        const id = randomUUID();
        // As the widget does: again with the same id until it is acknowledged.
        while ((await visitor.says(text, id)).status >= 300) await sleep(20);
        said.push(text);
      }
    })();
    for (let round = 0; round < 4; round++) {
      await sleep(100 + round * 37);
      await away(() => sleep(150));
    }
    await eventually(() => said.length > 5);
    stop = true;
    await talking;
    const mine = (await visitor.comesBack()).conversation.messages.filter((each) => each.author === "visitor");
    expect(mine.map((each) => each.text)).toEqual(said.slice(-mine.length));
    expect(mine.length).toBe(Math.min(said.length, mine.length));

    await eventually(async () =>
      (await deskbell.deliveryLog(firstChatbotId, conversation_id)).every((each) => each.settledAt !== null),
    );
    const heard = bell.rung.flatMap(({ event }) =>
      event.type === "message.received" && event.conversationId === conversation_id ? [event.message.text] : [],
    );
    expect(heard).toEqual(said);
    expect(lines.filter((each) => each.message === "a request failed")).toEqual([]);
  }, 60_000);
});
