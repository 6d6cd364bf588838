import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { createBell } from "../../support/bell.ts";
import { homes } from "../../support/database.ts";
import { eventually, openDeskbell } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";
import { expectProblem } from "./support/problem.ts";

const alertsPerMinute = 3;

describe.each(homes)("too much at once on the %s database", (home) => {
  const bell = createBell();
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  beforeAll(async () => {
    deskbell = await openDeskbell(home, {
      adapters: [bell.install],
      alertsPerMinute,
      unreachedAfterMs: 500,
      limits: { sessionsPerAddress: 20, messagesPerVisitor: 3, messagesPerAddress: 6, streamsPerAddress: 4 },
      env: { TRUST_PROXY: "1" },
    });
    await bell.connect("room");
  });
  afterAll(() => deskbell.close());

  const sessions = () => `${deskbell.url}/widget/v1/chatbots/${firstChatbotId}/sessions`;
  const start = (from: string) =>
    fetch(sessions(), {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": from },
      body: "{}",
    });
  const say = (visitor: Awaited<ReturnType<typeof arrive>>, from: string, client_id: string = randomUUID()) =>
    fetch(`${visitor.conversationUrl}/messages`, {
      method: "POST",
      headers: { ...visitor.headers, "x-forwarded-for": from },
      body: JSON.stringify({ client_id, text: "Hello" }),
    });

  async function expectTooMany(response: Response): Promise<void> {
    const seconds = Number(response.headers.get("retry-after"));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
    await expectProblem(response, { status: 429, says: /again in \d+ s/ });
  }

  it("by a visitor who writes: later, and when", async () => {
    const visitor = await arrive(deskbell.url, firstChatbotId);
    for (let count = 0; count < 3; count++) expect((await say(visitor, `10.0.0.${count}`)).status).toBe(201);
    await expectTooMany(await say(visitor, "10.0.0.9"));
    const spoken = (await visitor.comesBack()).conversation.messages.filter((each) => each.author === "visitor");
    expect(spoken).toHaveLength(3);
    // Asking for a human is never too much.
    for (let count = 0; count < 5; count++) expect([200, 201]).toContain((await visitor.asksForHuman()).status);
  });

  it("by many visitors from one address", async () => {
    const visitors = await Promise.all([1, 2, 3].map(() => arrive(deskbell.url, firstChatbotId)));
    const statuses: number[] = [];
    for (const visitor of visitors)
      for (let count = 0; count < 3; count++) statuses.push((await say(visitor, "10.1.1.1")).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201, 201, 429, 429, 429]);
  });

  it("by open streams of one address, until one of them is closed", async () => {
    const visitors = await Promise.all([1, 2].map(() => arrive(deskbell.url, firstChatbotId)));
    const cuts: AbortController[] = [];
    async function follow(which: number, from: string) {
      const visitor = visitors[which];
      const cut = new AbortController();
      const headers = { ...visitor?.headers, "x-forwarded-for": from };
      const response = await fetch(`${visitor?.conversationUrl}/stream`, { headers, signal: cut.signal });
      if (response.ok) cuts.push(cut);
      return response;
    }
    for (const which of [0, 0, 1, 1]) expect((await follow(which, "10.4.4.4")).status).toBe(200);
    await expectTooMany(await follow(0, "10.4.4.4"));
    expect((await follow(0, "10.4.4.5")).status).toBe(200);
    cuts[1]?.abort();
    await eventually(async () => (await follow(1, "10.4.4.4")).status === 200);
    await expectTooMany(await follow(1, "10.4.4.4"));
    for (const cut of cuts) cut.abort();
  });

  it("by sessions from one address, or from one household's network", async () => {
    const statuses = await Promise.all(Array.from({ length: 21 }, async () => (await start("10.2.2.2")).status));
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    await expectTooMany(await start("10.2.2.2"));
    expect((await start("10.2.2.3")).status).toBe(201);
    const household = await Promise.all(
      Array.from({ length: 21 }, async (_, index) => (await start(`2001:db8:aa:bb${10 + index}::1`)).status),
    );
    expect(household.filter((status) => status === 429)).toHaveLength(1);
    expect((await start("2001:db8:aa:cc00::1")).status).toBe(201);
  });

  it("believes only the proxy before it about where somebody comes from", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 21; count++) statuses.push((await start(`1.2.3.${count}, 10.3.3.3`)).status);
    expect(statuses.at(-1)).toBe(429);
  });

  it("by escalations: all are stored, and those over the limit are told as one", async () => {
    const before = bell.rung.length;
    const visitors = await Promise.all(Array.from({ length: 8 }, () => arrive(deskbell.url, firstChatbotId)));
    for (const visitor of visitors) expect((await visitor.asksForHuman()).status).toBe(201);
    for (const visitor of visitors)
      expect((await visitor.comesBack()).conversation.status).toMatchObject({ state: "open", episode: 1 });

    const cards = () => bell.rung.slice(before).filter((each) => each.effect === "card");
    const log = async () =>
      (await Promise.all(visitors.map((each) => deskbell.deliveryLog(firstChatbotId, each.session.conversation_id))))
        .flat()
        .filter((each) => each.adapter === "bell");
    await eventually(async () => (await log()).every((each) => each.settledAt !== null));
    // The first test's visitor asked in this minute too.
    expect(cards().length).toBeLessThanOrEqual(alertsPerMinute);
    const told = cards().length;

    if (!deskbell.env.DATABASE_URL) return;
    const sql = postgres(deskbell.env.DATABASE_URL, { max: 1 });
    // The minute is over.
    await sql`update digest set until = now()`;
    await sql.end();
    const digested = () =>
      bell.rung
        .slice(before)
        .flatMap(({ event }) => (event.type === "chatbot.escalations_digested" ? [event.count] : []))
        .reduce((sum, count) => sum + count, 0);
    await eventually(() => digested() === 8 - told);
    expect(cards()).toHaveLength(told);
  });
});
