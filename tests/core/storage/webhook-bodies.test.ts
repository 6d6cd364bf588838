import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EndpointId } from "../../../core/domain/ids.ts";
import { uuidv7 } from "../../../core/storage/uuid.ts";
import { createEscalate } from "../../../core/usecases/escalate.ts";
import { createHandle } from "../../../core/usecases/handle.ts";
import type { ConversationKey } from "../../../core/usecases/ports.ts";
import { createReceiveMessage } from "../../../core/usecases/receive-message.ts";
import { createStartSession } from "../../../core/usecases/start-session.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { ana } from "../../support/bell.ts";
import { homes } from "../../support/database.ts";
import { openWebhookStorage } from "./webhook-storage.ts";

describe.each(homes)("what webhooks say of a conversation, on the %s database", (home) => {
  let hooks: Awaited<ReturnType<typeof openWebhookStorage>>;
  let id: EndpointId;
  beforeAll(async () => {
    hooks = await openWebhookStorage(home);
    id = (await hooks.add()).endpoint.id;
  });
  afterAll(() => hooks.close());

  const bodies = async ({ conversationId }: ConversationKey) =>
    (
      await hooks.sql<{ body: string }[]>`
        select body from delivery where conversation_id = ${conversationId} and address = ${id} order by place`
    ).map(({ body }) => JSON.parse(body));

  it.each([0, 1, ...(home === homes.at(-1) ? [500] : [])])(
    "counts %i messages, and knows the last, in every event",
    async (count) => {
      const now = () => new Date();
      const { conversations } = hooks.storage;
      const key = await createStartSession(conversations, now, uuidv7)(firstChatbotId, null);
      const receive = createReceiveMessage(conversations, now);
      for (let n = 1; n <= count; n++) await receive(key, `message ${n}`, uuidv7());
      await createEscalate(conversations, now, { alertsPerMinute: 1_000_000 })(key, "api", null);
      const handle = createHandle(conversations, now);
      for (const verb of ["claim", "resolve", "reopen"] as const)
        await handle[verb](key, { by: ana, cause: verb, episode: 1 });
      await receive(key, "one more", uuidv7());

      const said = (await bodies(key)).map(({ event, data }) => [event, data.message_count, data.last_message]);
      const last = count === 0 ? "" : `message ${count}`;
      expect(said).toEqual([
        ["conversation.started", 0, ""],
        ...Array.from({ length: count }, (_, index) => ["message.received", index + 1, `message ${index + 1}`]),
        ...["escalated", "claimed", "resolved", "reopened"].map((what) => [`conversation.${what}`, count, last]),
        ["message.received", count + 1, "one more"],
      ]);
    },
  );
});
