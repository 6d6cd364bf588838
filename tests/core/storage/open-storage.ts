import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Plan } from "../../../core/deliveries/plan.ts";
import { defaultSettings } from "../../../core/domain/settings.ts";
import type { ChatbotId, ConversationId, SessionId } from "../../../core/index.ts";
import { type Database, openServer } from "../../../core/storage/database.ts";
import { openEmbedded } from "../../../core/storage/embedded/open-embedded.ts";
import { createOutbox } from "../../../core/storage/outbox/outbox.ts";
import { openStorage } from "../../../core/storage/storage.ts";
import { createEscalate } from "../../../core/usecases/escalate.ts";
import { createHandle } from "../../../core/usecases/handle.ts";
import type { ConversationKey } from "../../../core/usecases/ports.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { type Home, makeHome } from "../../support/database.ts";
import { keptLog } from "../../support/deskbell.ts";

/** Asks for a card and a line in one room when somebody asks for a human. */
const cardAndLine: Plan = (event) =>
  event.type !== "conversation.escalated"
    ? []
    : (["card", "line"] as const).map((effect) => ({
        adapter: "bell",
        destination: { account: "tower", address: "room" },
        effect,
      }));

/** Storage without anybody who works what is in it. */
export async function openIdleStorage(home: Home, plan: Plan = cardAndLine) {
  const place = await makeHome(home);
  const database = await openHome(place.env);
  const { log } = keptLog();
  const now = () => new Date();
  const storage = await openStorage({
    database,
    publicUrl: "http://localhost",
    plan,
    reservations: { reserve: () => false, release() {} },
    committed() {},
    now,
    log,
  });
  await storage.chatbots.save(firstChatbotId, "Lamps", defaultSettings);
  const escalate = createEscalate(storage.conversations, now, { alertsPerMinute: 1_000_000 });

  return {
    sql: database.sql,
    storage,
    /** The outbox as another instance sees it. */
    outboxOf: (instance: number) =>
      createOutbox({ sql: database.sql, instance, chatbots: storage.chatbots, notice: async () => null, plan, now }),

    /** A conversation in which a human is asked for: its lane is due. */
    async escalated() {
      const key = {
        chatbotId: firstChatbotId as ChatbotId,
        conversationId: randomUUID() as ConversationId,
      };
      const sessionId = `embed-${key.conversationId}` as SessionId;
      await storage.conversations.start({
        ...key,
        sessionId,
        tokenHash: Buffer.from(key.conversationId),
        page: null,
        at: now(),
      });
      await escalate(key, "inline_cta", null);
      return key;
    },
    /** Ana is on it. */
    async claim(key: ConversationKey) {
      const by = { name: "Ana", surface: "slack", externalId: "T1:U1" } as const;
      await createHandle(storage.conversations, now).claim(key, { by, cause: "press", episode: 1 });
    },
    async close() {
      await database.close();
      await place.remove();
    },
  };
}

async function openHome(env: Readonly<Record<string, string>>): Promise<Database> {
  if (env.DATABASE_URL) return openServer(env.DATABASE_URL, 4);
  const embedded = await openEmbedded(join(env.DATA_DIR ?? "", "pg"), { log() {} });
  return { kind: "embedded", session: null, ...embedded };
}
