import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConversationId, EscalationRef, NewConnection } from "../../../core/index.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { ana, ben, createBell } from "../../support/bell.ts";
import { homes } from "../../support/database.ts";
import { eventually, openDeskbell } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";

const chairs = "00000000-0000-4000-8000-00000000000c";
const sofas = "00000000-0000-4000-8000-00000000000d";

describe.each(homes)("the desk on the %s database", (home) => {
  const bell = createBell();
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  beforeAll(async () => {
    deskbell = await openDeskbell(home, {
      adapters: [bell.install],
      chatbots: [
        { id: firstChatbotId, name: "Lamps" },
        { id: chairs, name: "Chairs & Tables", settings: { reopen_on_visitor_message: true } },
        { id: sofas, name: "Sofas only" },
      ],
    });
  });
  afterAll(() => deskbell.close());

  async function asked(chatbotId: string = firstChatbotId) {
    const visitor = await arrive(deskbell.url, chatbotId);
    await visitor.asksForHuman();
    const conversationId = visitor.session.conversation_id as ConversationId;
    const of = { chatbotId: chatbotId as EscalationRef["chatbotId"], conversationId, episode: 1 };
    const status = async () => (await visitor.comesBack()).conversation.status;
    return { visitor, of, status };
  }

  it("tells whoever presses what is true now, and by whom", async () => {
    const { of, status } = await asked();
    expect(await bell.desk().claim(of, { by: ana, id: "1" })).toMatchObject({
      kind: "done",
      notice: { escalation: { status: "open", claimedBy: ana } },
    });
    expect(await bell.desk().claim(of, { by: ben, id: "2" })).toMatchObject({
      kind: "already",
      notice: { escalation: { claimedBy: ana } },
    });
    expect(await bell.desk().resolve(of, { by: ben, id: "3" })).toMatchObject({
      kind: "done",
      notice: { escalation: { status: "resolved", resolvedBy: ben, claimedBy: ana } },
    });
    expect(await bell.desk().resolve(of, { by: ana, id: "4" })).toMatchObject({
      kind: "already",
      notice: { escalation: { resolvedBy: ben } },
    });
    expect(await status()).toMatchObject({ state: "resolved", claimed_by: "Ana", resolved_by: "Ben" });
  });

  it("does not let an old button close what was asked anew", async () => {
    const { visitor, of, status } = await asked();
    await bell.desk().resolve(of, { by: ana, id: "1" });
    await visitor.asksForHuman();
    expect(await bell.desk().resolve(of, { by: ben, id: "2" })).toMatchObject({
      kind: "stale",
      notice: { escalation: { status: "open", episode: 2 } },
    });
    expect(await status()).toMatchObject({ state: "open", episode: 2 });
  });

  it("lets what was offered before a resolution resolve nothing, even once it is reopened", async () => {
    const { visitor, of, status } = await asked();
    const { seq } = (await visitor.comesBack()).conversation;
    await bell.desk().resolve(of, { by: ana, id: "1" });
    await bell.desk().reopen(of, { by: ana, id: "2" });
    expect(await bell.desk().resolve(of, { by: ben, id: "3", asOf: seq })).toMatchObject({
      kind: "already",
      notice: { escalation: { status: "open", lastResolvedSeq: seq + 1 } },
    });
    expect(await status()).toMatchObject({ state: "open" });
    expect(await bell.desk().resolve(of, { by: ben, id: "4", asOf: seq + 2 })).toMatchObject({ kind: "done" });
  });

  it("takes a press once, however late it comes again, and by the same id from nobody else", async () => {
    const { of, status } = await asked();
    await bell.desk().resolve(of, { by: ana, id: "press" });
    await bell.desk().reopen(of, { by: ben, id: "other" });
    expect((await bell.desk().resolve(of, { by: ana, id: "press" })).kind).toBe("already");
    expect(await status()).toMatchObject({ state: "open" });
    // A press that changed nothing was taken in, too.
    await bell.desk().reopen(of, { by: ana, id: "needless" });
    await bell.desk().resolve(of, { by: ana, id: "again" });
    expect((await bell.desk().reopen(of, { by: ana, id: "needless" })).kind).toBe("already");
    expect(await status()).toMatchObject({ state: "resolved" });
  });

  it("knows nothing of what there is not", async () => {
    const { of } = await asked();
    const unknown = { ...of, conversationId: randomUUID() as ConversationId };
    expect(await bell.desk().claim(unknown, { by: ana, id: "1" })).toEqual({ kind: "unknown", notice: null });
    const foreign = { ...of, chatbotId: chairs as typeof of.chatbotId };
    expect((await bell.desk().claim(foreign, { by: ana, id: "2" })).kind).toBe("unknown");
    expect(await bell.desk().find("bell", "nothing")).toBeNull();
    const nowhere = { account: "tower", address: "nowhere" };
    for (const id of ["", "x", `${randomUUID()}.${randomUUID()}`, "'; drop table delivery; --"])
      expect(await bell.desk().confirm("bell", nowhere, id as never, "ref")).toBe(false);
  });

  it("reopens by the visitor's next message where the owner wants that, and not elsewhere", async () => {
    for (const [chatbotId, state] of [
      [chairs, "open"],
      [firstChatbotId, "resolved"],
    ] as const) {
      const { visitor, of, status } = await asked(chatbotId);
      await bell.desk().claim(of, { by: ana, id: "1" });
      const before = await status();
      await bell.desk().resolve(of, { by: ana, id: "2" });
      await visitor.says("One more thing");
      const { escalated_at, claimed_by, episode } = before;
      expect(await status()).toMatchObject({ state, episode, escalated_at, claimed_by });
    }
  });

  describe("connecting", () => {
    let presses = 0;
    const cause = () => ({ by: ana, id: `connect-${presses++}` });
    const room = (address: string, chatbot: string | null): NewConnection => ({
      adapter: "bell",
      account: "tower",
      address,
      chatbot,
      label: `#${address}`,
      relayMode: "two_way",
    });

    it.each([
      [null, firstChatbotId],
      ["Lamps", firstChatbotId],
      [" chairs & tables ", chairs],
      [chairs, chairs],
    ])("finds the chatbot %j", async (chatbot, id) => {
      const address = `room-${presses}`;
      const { desk } = bell;
      expect(await desk().connect(room(address, chatbot), cause())).toMatchObject({ kind: "done", chatbot: { id } });
      expect(await desk().connect(room(address, chatbot), cause())).toMatchObject({ kind: "already" });
      expect(await desk().connections("bell", { account: "tower", address })).toEqual([
        {
          chatbot: expect.objectContaining({ id }),
          connection: expect.objectContaining({ label: `#${address}` }),
          paused: null,
          lost: null,
        },
      ]);
      expect(await desk().disconnect(room(address, chatbot), cause())).toMatchObject({ kind: "done" });
      expect(await desk().disconnect(room(address, chatbot), cause())).toMatchObject({ kind: "already" });
      expect(await desk().connections("bell", { account: "tower", address })).toEqual([]);
    });

    it("is taken in once per act: a repeat changes nothing, is no news, and leads to no answer", async () => {
      const connecting = cause();
      const disconnecting = cause();
      const wanted = room("echo", chairs);
      expect(await bell.desk().connect(wanted, connecting)).toMatchObject({ kind: "done" });
      expect(await bell.desk().connect(wanted, connecting)).toEqual({ kind: "repeated" });
      expect(await bell.desk().disconnect(wanted, disconnecting)).toMatchObject({ kind: "done" });
      // The channel no longer says which chatbot it was about.
      expect(await bell.desk().disconnect({ ...wanted, chatbot: null }, disconnecting)).toEqual({ kind: "repeated" });
      expect(await bell.desk().connect(wanted, connecting)).toEqual({ kind: "repeated" });
      expect(await bell.desk().connections("bell", { account: "tower", address: "echo" })).toEqual([]);
    });

    it("is finished by its repeat if it broke off in the middle", async () => {
      const connecting = cause();
      const wanted = room("halfway", chairs);
      await bell.desk().connect(wanted, connecting);
      // As if the process had died before it came to that.
      await bell.desk().pause("bell", { account: "tower", address: "halfway" }, "It was broken before.");
      expect(await bell.desk().connect(wanted, connecting)).toEqual({ kind: "repeated" });
      const at = { account: "tower", address: "halfway" };
      expect(await bell.desk().connections("bell", at)).toMatchObject([{ paused: null }]);
      await bell.desk().disconnect(wanted, cause());
    });

    it("corrects the cards that stood there while it was disconnected", async () => {
      const wanted = room("away", chairs);
      await bell.desk().connect(wanted, cause());
      const { of } = await asked(chairs);
      // Not only rung: known to stand there.
      await eventually(async () =>
        (await deskbell.deliveryLog(of.chatbotId, of.conversationId)).some(
          ({ address, state }) => address === "away" && state === "delivered",
        ),
      );
      await bell.desk().disconnect(wanted, cause());
      await bell.desk().resolve(of, { by: ana, id: "while away" });
      await bell.desk().connect(wanted, cause());
      await eventually(() => bell.heardAt("away").length === 2);
      expect(bell.heardAt("away")[1]).toBe("conversation.resolved card");
      const last = bell.rung.findLast(({ destination }) => destination.address === "away");
      expect(last).toMatchObject({
        notice: { escalation: { status: "resolved" } },
        posted: { card: expect.any(String) },
      });
      await bell.desk().disconnect(wanted, cause());
    });

    it("tells the channel of visitors who asked while nobody could be told, once", async () => {
      const { of } = await asked(sofas);
      const resolved = await asked(sofas);
      await bell.desk().resolve(resolved.of, { by: ana, id: "early" });
      expect(await bell.desk().connect(room("late", "Sofas only"), cause())).toMatchObject({
        kind: "done",
        waiting: 1,
      });
      expect(await bell.desk().connect(room("late", "Sofas only"), cause())).toMatchObject({ waiting: 0 });
      await eventually(() => bell.heardAt("late").length > 0);
      expect(bell.heardAt("late")).toEqual(["conversation.escalated card"]);
      expect(bell.rung.at(-1)?.notice).toMatchObject({ conversationId: of.conversationId });
    });

    it("is undone for a while by a platform that says so, with its reason, and mended again", async () => {
      const place = { account: "tower", address: "broken" };
      await bell.desk().connect(room("broken", null), cause());
      await bell.desk().pause("bell", place, "The room was walled up.");
      expect(await bell.desk().connections("bell", place)).toMatchObject([{ paused: "The room was walled up." }]);
      await bell.desk().resume("bell", { account: "tower" });
      expect(await bell.desk().connections("bell", place)).toMatchObject([{ paused: null }]);
    });

    it("lets an adapter remember what it must know after a restart", async () => {
      const desk = bell.desk();
      await desk.remember("bell", "tower height", "12 m");
      await desk.remember("bell", "tower age", "3 years");
      await desk.remember("bell", "tower age", "4 years");
      await desk.remember("other", "tower age", "100 years");
      expect(Object.fromEntries(await desk.recall("bell", "tower "))).toEqual({
        "tower height": "12 m",
        "tower age": "4 years",
      });
      await desk.remember("bell", "tower age", null);
      expect([...(await desk.recall("bell", "tower a")).keys()]).toEqual([]);
    });

    it("names the chatbots that there are, when none has that name", async () => {
      const verdict = await bell.desk().connect(room("lost", "Sofas"), cause());
      expect(verdict).toMatchObject({
        kind: "unknown",
        chatbots: [{ name: "Lamps" }, { name: "Chairs & Tables" }, { name: "Sofas only" }],
      });
    });
  });
});
