import type { Log } from "../adapter.ts";
import type { DrawnAnswer } from "../assistant/turns.ts";
import type { OutboxStore } from "../deliveries/outbox-store.ts";
import type { Plan } from "../deliveries/plan.ts";
import type { Conversation } from "../domain/conversation.ts";
import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { DeliveryLog } from "../queries/delivery-log.ts";
import type { DeskStore } from "../usecases/desk.ts";
import type { Clock } from "../usecases/ports.ts";
import { ownOrphans, setOwner } from "./accounts.ts";
import { recall, remember } from "./adapter-facts.ts";
import { findKeys, listKeys, markUsed } from "./api-keys.ts";
import { createChatbots } from "./chatbots.ts";
import { createConnections } from "./connections.ts";
import { createConversationReads } from "./conversation-reads.ts";
import { createConversationStore } from "./conversation-store.ts";
import { correctCards } from "./correct-cards.ts";
import type { Database } from "./database.ts";
import { listDeliveries, readDelivery, readDeliveryLog } from "./delivery-log.ts";
import { sendDigests } from "./digest-alerts.ts";
import { readSecrets } from "./endpoint-secrets.ts";
import { readMailbox } from "./mailbox.ts";
import { migrate } from "./migrate.ts";
import { createNotices } from "./notices.ts";
import type { Enqueued, Reservations } from "./outbox/enqueue.ts";
import { joinInstances } from "./outbox/instance.ts";
import { createOutbox } from "./outbox/outbox.ts";
import { confirmDelivery, findPosted, recordArrival } from "./outbox/receipts.ts";
import { resume } from "./outbox/resume.ts";
import { readRecipientStandings } from "./recipient-standings.ts";
import { createSecretBox } from "./secret-box.ts";
import { findSession, touchSession } from "./sessions.ts";
import { createSilences } from "./silences.ts";
import { createStores } from "./stores.ts";
import { sweep } from "./sweep.ts";
import { tellWaiting } from "./tell-waiting.ts";
import { createTransactions } from "./transactions.ts";
import { takeTurn } from "./turns.ts";
import { findUnreached, markUnreached } from "./unreached.ts";
import { readStandings } from "./webhook-endpoints.ts";

export type { DrawnAnswer, Enqueued, OutboxStore };

export interface StorageParts {
  readonly database: Database;
  readonly publicUrl: string;
  readonly plan: Plan;
  readonly reservations: Omit<Reservations, "instance">;
  readonly committed: (conversation: Conversation, enqueued: Enqueued) => void;
  readonly now: Clock;
  readonly log: Log;
  /** 32 bytes for each purpose, the same at every instance and start. */
  readonly keyFor: (purpose: string) => Buffer;
}

/** All that is kept, behind the ports that use cases, workers and routes ask for. */
export async function openStorage(parts: StorageParts) {
  const { database, publicUrl, plan, reservations, committed, now, log, keyFor } = parts;
  const { sql } = database;
  const migrated = await migrate(sql);
  if (migrated.length > 0) log.info({ migrations: migrated }, "the database was brought up to date");
  const liveness = await joinInstances(database);
  const { instance } = liveness;
  const chatbots = createChatbots(sql);
  const connections = createConnections(sql);
  const notice = createNotices(sql, chatbots, publicUrl, now);
  const outbox = createOutbox({ sql, instance, chatbots, notice, plan, now });
  const conversations = createConversationStore({
    sql,
    chatbots,
    plan,
    reservations: { ...reservations, instance },
    aftermath: { committed },
    now,
  });

  const box = createSecretBox(keyFor("webhook secrets"));
  const transactions = createTransactions(sql, createSecretBox(keyFor("answers")), (tx) =>
    createStores(tx, { chatbots, plan, now, box }),
  );
  const deliveryLog: DeliveryLog = {
    list: (chatbotId, filter, most) => listDeliveries(sql, chatbotId, filter, most),
    read: (chatbotId, delivery) => readDelivery(sql, chatbotId, delivery),
  };
  const silences = createSilences({ sql, chatbots, plan, now });
  const desk: DeskStore = {
    notice,
    chatbots: () => chatbots.names(),
    addConnection: (id, connection, by, cause) => connections.add(id, connection, by, cause),
    removeConnection: (id, place, cause) => connections.remove(id, place, cause),
    correctCards: (chatbotId, place) => correctCards(sql, chatbotId, place, now),
    wasTakenIn: (chatbotIds, cause) => connections.wasTakenIn(chatbotIds, cause),
    connectionsAt: (place) => connections.at(place),
    tellWaiting: (chatbotId) => tellWaiting(sql, chatbots, plan, chatbotId, now),
    async pause(place, reason) {
      await outbox.pause(place, reason);
      log.warn(
        { adapter: place.adapter, address: place.address, reason },
        "a destination is paused: its platform said so",
      );
    },
    resume: async ({ adapter, account, address = null }) => void (await resume(sql, { adapter, account, address })),
    remember: (adapter, name, fact) => remember(sql, adapter, name, fact),
    recall: (adapter, beginning) => recall(sql, adapter, beginning),
    findPosted: (adapter, ref) => findPosted(sql, adapter, ref),
    confirm: (place, delivery, ref, of) => confirmDelivery(sql, place, delivery, ref, of),
    arrived: (place, delivery) => recordArrival(sql, place, delivery),
    suppress: silences.suppress,
    unsubscribe: silences.unsubscribe,
  };

  return {
    liveness,
    chatbots,
    conversations,
    outbox,
    desk,
    setOwner: (id: Parameters<typeof setOwner>[1], owner: Parameters<typeof setOwner>[2]) => setOwner(sql, id, owner),
    ownOrphans: (email: string) => ownOrphans(sql, email),
    liftSilence: silences.lift,
    readMailbox: (limit: number) => readMailbox(sql, limit),
    recipients: (id: ChatbotId) => readRecipientStandings(sql, chatbots, id),
    transactions,
    endpoints: {
      list: (id: ChatbotId) => readStandings(sql, id),
      find: async (id: ChatbotId, endpoint: EndpointId) => (await readStandings(sql, id, endpoint))[0] ?? null,
      secretsOf: (id: ChatbotId, endpoint: EndpointId) => readSecrets(sql, box, id, endpoint),
    },
    apiKeys: {
      find: (id: string) => findKeys(sql, id),
      list: (id: ChatbotId) => listKeys(sql, id),
      markUsed: (key: Parameters<typeof markUsed>[1]) => markUsed(sql, key),
    },
    log: deliveryLog,
    reads: createConversationReads(sql),
    sessions: {
      find: (chatbotId: Parameters<typeof findSession>[1], hash: Buffer) => findSession(sql, chatbotId, hash),
      touch: (chatbotId: Parameters<typeof touchSession>[1], id: Parameters<typeof touchSession>[2]) =>
        touchSession(sql, chatbotId, id),
    },
    takeTurn: (event: Parameters<typeof takeTurn>[2]) => takeTurn(sql, chatbots, event),
    sendDigests: () => sendDigests(sql, chatbots, plan, now),
    findUnreached: (afterMs: number) => findUnreached(sql, afterMs),
    tellWaiting: (chatbotId: Parameters<typeof tellWaiting>[3]) => tellWaiting(sql, chatbots, plan, chatbotId, now),
    markUnreached: (each: Parameters<typeof markUnreached>[1]) => markUnreached(sql, each),
    resumeAll: (adapter: string) => resume(sql, { adapter, account: null, address: null }),
    deliveryLog: (key: Parameters<typeof readDeliveryLog>[1]) => readDeliveryLog(sql, key),
    sweep: () => sweep(sql),
    ping: async () => void (await sql`select 1`),
  };
}

export type Storage = Awaited<ReturnType<typeof openStorage>>;
