import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConversationId, EscalationRef } from "../../../core/index.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { ana, createBell } from "../../support/bell.ts";
import { homes } from "../../support/database.ts";
import { eventually, openDeskbell } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";

/** Everything up to the commit works; the commit itself fails, as on a full disk. */
describe.skipIf(!homes.includes("server"))("a change whose commit fails", () => {
  const bell = createBell();
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  let sql: postgres.Sql;
  beforeAll(async () => {
    deskbell = await openDeskbell("server", { adapters: [bell.install] });
    await bell.connect("room");
    sql = postgres(deskbell.env.DATABASE_URL ?? "", { max: 1, onnotice() {} });
    await sql`
      create function no_room() returns trigger language plpgsql as
      'begin raise exception ''no space left on device'' using errcode = ''53100''; end'`;
  });
  afterAll(async () => {
    await sql.end();
    await deskbell.close();
  });

  async function whileCommitsFail<T>(act: () => Promise<T>): Promise<T> {
    await sql`
      create constraint trigger no_room after insert on event deferrable initially deferred
      for each row execute function no_room()`;
    try {
      return await act();
    } finally {
      await sql`drop trigger no_room on event`;
    }
  }

  const logOf = (conversationId: string) => deskbell.deliveryLog(firstChatbotId, conversationId);
  const settled = (conversationId: string) =>
    eventually(async () => {
      const log = await logOf(conversationId);
      return log.length > 0 && log.every((each) => each.settledAt !== null) && log;
    });

  it("keeps no hand from others, however often it fails, and wherever", async () => {
    const visitor = await arrive(deskbell.url, firstChatbotId);
    await sql`create trigger no_room_now after insert on event for each row execute function no_room()`;
    try {
      // More often than a destination has hands.
      for (let times = 0; times < 6; times++) expect((await visitor.asksForHuman()).status).toBe(503);
    } finally {
      await sql`drop trigger no_room_now on event`;
    }
    expect((await visitor.asksForHuman()).status).toBe(201);
    await settled(visitor.session.conversation_id);
  });

  it("is not acknowledged to the visitor, reaches nobody, and can be asked for again", async () => {
    const visitor = await arrive(deskbell.url, firstChatbotId);
    const { conversation_id } = visitor.session;
    const [message, request] = [randomUUID(), randomUUID()];
    const before = bell.rung.length;
    const refused = await whileCommitsFail(async () => [
      await visitor.says("Hello", message),
      await visitor.asksForHuman("inline_cta", request),
    ]);
    expect(refused.map(({ status, body }) => ({ status, body }))).toEqual(
      Array(2).fill({ status: 503, body: expect.objectContaining({ detail: expect.stringMatching(/try again/) }) }),
    );
    expect((await visitor.comesBack()).conversation).toMatchObject({ seq: 1, messages: [], status: { state: "none" } });
    expect(await logOf(conversation_id)).toEqual([]);

    expect((await visitor.asksForHuman("inline_cta", request)).status).toBe(201);
    expect((await visitor.says("Hello", message)).status).toBe(201);
    await settled(conversation_id);
    expect(bell.rung.slice(before).map((each) => `${each.event.type} ${each.effect}`)).toEqual([
      "conversation.escalated card",
      "message.received message",
    ]);
  });

  it("is not acknowledged to an agent either", async () => {
    const visitor = await arrive(deskbell.url, firstChatbotId);
    await visitor.asksForHuman();
    const conversationId = visitor.session.conversation_id as ConversationId;
    const of: EscalationRef = { chatbotId: firstChatbotId, conversationId, episode: 1 };
    await settled(conversationId);
    const before = bell.rung.length;
    const press = () => bell.desk().resolve(of, { by: ana, id: "press" });
    await whileCommitsFail(() => expect(press()).rejects.toThrow("no space left"));
    expect((await visitor.comesBack()).conversation.status.state).toBe("open");
    expect((await press()).kind).toBe("done");
    await settled(conversationId);
    expect(bell.rung.slice(before).map((each) => each.effect)).toEqual(["card", "line"]);
  });

  it("leaves an answer unrated, and says so", async () => {
    const visitor = await arrive(deskbell.url, firstChatbotId);
    await visitor.says("How do returns work?");
    const frames = await visitor.follows(2, (all) => all.some(({ data }) => data.author === "assistant"));
    const seq = frames.find(({ data }) => data.author === "assistant")?.id ?? 0;
    expect((await whileCommitsFail(() => visitor.rates(seq))).status).toBe(503);
    const rating = async () =>
      (await visitor.comesBack()).conversation.messages.find((message) => message.seq === seq)?.rating;
    expect(await rating()).toBeNull();
    expect((await visitor.rates(seq)).status).toBe(204);
    expect(await rating()).toBe("up");
  });

  it("starts no session", async () => {
    const start = () => arrive(deskbell.url, firstChatbotId);
    await whileCommitsFail(() => expect(start()).rejects.toThrow("503"));
    await start();
  });
});
