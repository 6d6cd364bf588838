import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultSettings } from "../../../core/domain/settings.ts";
import type { ChatbotId } from "../../../core/index.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { homes } from "../../support/database.ts";
import { openIdleStorage } from "./open-storage.ts";

const secondChatbotId = "00000000-0000-4000-8000-000000000002" as ChatbotId;

describe.each(homes)("who is mailed, on the %s database", (home) => {
  let idle: Awaited<ReturnType<typeof openIdleStorage>>;
  beforeAll(async () => {
    idle = await openIdleStorage(home);
    const { chatbots } = idle.storage;
    const recipients = ["Ben@example.com", "ana@example.com", "cem@example.com"];
    await chatbots.save(firstChatbotId, "Lamps", { ...defaultSettings, recipients });
    await chatbots.save(secondChatbotId, "Chairs", { ...defaultSettings, recipients: ["ben@EXAMPLE.com"] });
    await idle.storage.setOwner(firstChatbotId, { email: "Ana@example.com", name: "Ana Owner" });
  });
  afterAll(() => idle.close());

  const recipients = async (id: ChatbotId = firstChatbotId) => (await idle.storage.chatbots.now(id))?.recipients ?? [];
  const silences = async (id?: ChatbotId) => (await recipients(id)).map(({ silence }) => silence);
  const told = (id: ChatbotId) =>
    idle.sql<{ data: object }[]>`select data from chatbot_event where chatbot_id = ${id} order by occurred_at`;

  it("is the owner first, then those of the settings, each once and as first spelled", async () => {
    expect(await recipients()).toEqual([
      { email: "Ana@example.com", name: "Ana Owner", isOwner: true, silence: null },
      { email: "Ben@example.com", name: "Ben", isOwner: false, silence: null },
      { email: "cem@example.com", name: "cem", isOwner: false, silence: null },
    ]);
  });

  it("is nobody whose mail came back: every owner is told, once", async () => {
    const why = { kind: "bounced", reason: "550 no such mailbox" } as const;
    await idle.storage.desk.suppress("BEN@example.com", why, null);
    await idle.storage.desk.suppress("ben@example.com", why, null);
    expect(await silences()).toEqual([null, "suppressed", null]);
    expect(await silences(secondChatbotId)).toEqual(["suppressed"]);
    for (const id of [firstChatbotId, secondChatbotId]) {
      expect((await told(id)).map(({ data }) => data)).toEqual([
        { email: "BEN@example.com", isOwner: false, cause: "bounced", reason: "550 no such mailbox" },
      ]);
    }
  });

  it("is nobody who took themselves off, of that chatbot only", async () => {
    const { unsubscribe } = idle.storage.desk;
    expect(await unsubscribe(firstChatbotId, "CEM@example.com")).toBe("done");
    expect(await unsubscribe(firstChatbotId, "cem@example.com")).toBe("already");
    expect(await unsubscribe(firstChatbotId, "stranger@example.com")).toBe("unknown");
    expect(await silences()).toEqual([null, "suppressed", "unsubscribed"]);
    expect(await told(firstChatbotId)).toHaveLength(2);
  });

  it("is no owner who turned the alerts off, of any chatbot", async () => {
    await idle.storage.setOwner(secondChatbotId, { email: "ana@example.com" });
    expect(await idle.storage.desk.unsubscribe(secondChatbotId, "ana@example.com")).toBe("done");
    expect((await silences())[0]).toBe("preference");
    expect((await silences(secondChatbotId))[0]).toBe("preference");
  });

  it("is mailed again once the owner lifts it", async () => {
    expect(await idle.storage.liftSilence(firstChatbotId, "Cem@example.com")).toBe(true);
    expect(await idle.storage.liftSilence(firstChatbotId, "cem@example.com")).toBe(false);
    expect(await idle.storage.liftSilence(firstChatbotId, "ben@example.com")).toBe(true);
    expect(await silences()).toEqual(["preference", null, null]);
  });
});
