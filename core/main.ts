/** The composition root: the only file that knows everyone. */
import { fileURLToPath } from "node:url";
import { adapters as allAdapters } from "../adapters/index.ts";
import type { EscalationDesk } from "./adapter.ts";
import { keepAppSecret, keysOf, lateBoundKeys } from "./app-secret.ts";
import { createAssistantAdapter } from "./assistant/assistant-adapter.ts";
import { chooseAssistant } from "./assistant/choose-assistant.ts";
import { checkOptions } from "./check-options.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { createApi } from "./create-api.ts";
import { createCrew } from "./deliveries/crew.ts";
import { createPlan, type Plan } from "./deliveries/plan.ts";
import { createWorker } from "./deliveries/worker.ts";
import type { ChatbotId, ConversationId } from "./domain/ids.ts";
import { examineEverything } from "./examination/examine-everything.ts";
import { createApp } from "./http/app.ts";
import { openDoor } from "./http/door.ts";
import { createLimiters, defaultLimits } from "./http/limits.ts";
import { createSettingsWatch } from "./http/live/settings-watch.ts";
import { createStreams, topicOf } from "./http/live/streams.ts";
import { createVisitors } from "./http/widget/visitors.ts";
import { installAdapters } from "./install-adapters.ts";
import { keepTurns } from "./keep-turns.ts";
import { lateBoundDesk } from "./late-bound-desk.ts";
import { createLog } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { createOperatorTokens } from "./operator-token.ts";
import type { DeskbellOptions } from "./options.ts";
import { readVersion } from "./read-version.ts";
import { createReadiness } from "./readiness.ts";
import { runAdapters } from "./run-adapters.ts";
import { saveChatbots } from "./save-chatbots.ts";
import { openHints } from "./storage/hints.ts";
import { lookInto } from "./storage/look-into.ts";
import { openDatabase } from "./storage/open-database.ts";
import { openStorage, type Storage } from "./storage/storage.ts";
import { uuidv7 } from "./storage/uuid.ts";
import { createAnswerVisitor } from "./usecases/answer-visitor.ts";
import { createDesk } from "./usecases/desk.ts";
import { createEscalate } from "./usecases/escalate.ts";
import { createHandle } from "./usecases/handle.ts";
import { createRateMessage } from "./usecases/rate-message.ts";
import { createReceiveMessage } from "./usecases/receive-message.ts";
import { createReportUnreached } from "./usecases/report-unreached.ts";
import { createStartSession } from "./usecases/start-session.ts";
import { walkRounds } from "./walk-rounds.ts";
import { createWebhooks } from "./webhooks/webhooks.ts";

export { ConfigurationError } from "./configuration-error.ts";
export type { ChatbotOption, DeskbellOptions } from "./options.ts";
export { firstChatbotId } from "./options.ts";

export interface Deskbell {
  readonly port: number;
  readonly publicUrl: string;
  readonly database: "embedded" | "server";
  /** The adapters that are configured. */
  readonly surfaces: readonly string[];
  /** What became of a conversation's deliveries, with their attempts. */
  deliveryLog(chatbotId: string, conversationId: string): ReturnType<Storage["deliveryLog"]>;
  chatbots(): ReturnType<Storage["chatbots"]["names"]>;
  /** Settles when the embedded database died: the process must end, and nothing acknowledged is lost by that. */
  readonly failed: Promise<Error>;
  /** Ends streams and attempts in flight, hands its work to others, closes the database. */
  stop(): Promise<void>;
}

const defaultAlertsPerMinute = 30;
const defaultUnreachedAfterMs = 60_000;
const builtWidget = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../dist/widget/" : "../widget/", import.meta.url),
);

/** Starts all of Deskbell. Throws ConfigurationError with every problem at once. */
export async function startDeskbell(options: DeskbellOptions = {}): Promise<Deskbell> {
  const env = options.env ?? process.env;
  const installs = options.adapters ?? allAdapters;
  const now = () => new Date();
  const config = await checkOptions(env, options, installs);
  const log = options.log ?? createLog(config.logLevel);

  const door = await openDoor(config.port, options.host);
  const publicUrl = env.PUBLIC_URL ? config.publicUrl : `http://localhost:${door.port}`;
  const undo: (() => Promise<unknown>)[] = [];
  try {
    let desk: EscalationDesk | undefined;
    const keys = lateBoundKeys();
    const { adapters: surfaces, problems } = await installAdapters(installs, {
      env,
      publicUrl,
      desk: lateBoundDesk(() => desk),
      log,
      now,
      keyFor: keys.keyFor,
    });
    if (problems.length > 0) throw new ConfigurationError(problems);

    const database = await openDatabase(config, (message) => log.info({}, message));
    undo.unshift(() => database.close());
    keys.arrive(keysOf(config.appSecret ?? (await keepAppSecret(config.dataDir))));
    const hints = await openHints(database, log);
    undo.unshift(() => hints.close());

    const crew = createCrew();
    let plan: Plan = () => [];
    const storage = await openStorage({
      database,
      publicUrl,
      plan: (...asked) => plan(...asked),
      reservations: crew.reservations,
      committed(conversation, enqueued) {
        hints.publish(topicOf({ chatbotId: conversation.chatbotId, conversationId: conversation.id }));
        crew.goOn(enqueued);
      },
      now,
      log,
      keyFor: keys.keyFor,
    });
    const { chatbots, conversations, liveness, outbox, reads } = storage;
    undo.unshift(() => liveness.leave());
    await saveChatbots(storage, options.chatbots, config.ownerEmail);

    const limit = { alertsPerMinute: options.alertsPerMinute ?? defaultAlertsPerMinute };
    const handle = createHandle(conversations, now);
    const streams = createStreams(reads, log);
    hints.subscribe(streams.hint);
    const settingsWatch = createSettingsWatch({ streams, chatbots, publish: hints.publish });
    hints.subscribe(settingsWatch.hint);
    const metrics = createMetrics({ streams: streams.count, inHand: crew.inHand });

    desk = createDesk(handle, storage.desk);
    const assistant = createAssistantAdapter({
      assistant: chooseAssistant(config.assistant),
      log,
      turns: keepTurns(storage.takeTurn, createAnswerVisitor(conversations, now, limit)),
    });
    const webhooks = createWebhooks({
      allow: config.webhooks.allow,
      secretsOf: storage.endpoints.secretsOf,
      version: await readVersion(),
      now,
      log,
    });
    plan = createPlan(surfaces, [assistant, webhooks]);

    const common = { store: outbox, log, now, pollMs: 250, observe: metrics.attempted, lost: metrics.lost };
    const { inAll, perDestination } = options.concurrency ?? { inAll: 256, perDestination: 4 };
    crew.hire(
      createWorker({ ...common, adapters: surfaces, concurrency: inAll, perDestination, budgetMs: 15_000 }),
      // Of its own: receivers that hang are many, and nobody's card waits for them.
      createWorker({ ...common, adapters: [webhooks], concurrency: inAll, perDestination, budgetMs: 15_000 }),
      createWorker({ ...common, adapters: [assistant], concurrency: 64, perDestination: 64, budgetMs: 40_000 }),
    );

    const readiness = createReadiness({ ping: storage.ping, sinceLastPoll: crew.sinceLastPoll });
    const operators = createOperatorTokens(keys.keyFor("operator"));
    const limiters = createLimiters({ ...defaultLimits, ...options.limits });
    const app = createApp({
      adapters: surfaces,
      widget: {
        findChatbot: (id) => chatbots.lately(id),
        visitors: createVisitors(storage.sessions),
        limiters,
        reads,
        streams,
        startSession: createStartSession(conversations, now, uuidv7),
        receiveMessage: createReceiveMessage(conversations, now),
        escalate: metrics.counting(createEscalate(conversations, now, limit)),
        rateMessage: createRateMessage(conversations),
      },
      widgetDirectory: options.widgetDirectory ?? builtWidget,
      api: createApi({ storage, config, publicUrl, limiters, settingsWatch, operators, now }),
      operation: {
        troubles: readiness.troubles,
        metrics: metrics.registry,
        examine: () =>
          examineEverything({
            kind: database.kind,
            publicUrl,
            running: true,
            adapters: [...surfaces, webhooks],
            lookIn: () => lookInto(database),
            now,
          }),
        isOperator: (token) => operators.isGood(token, "examine everything", now()),
      },
      mailbox: options.mailbox === "open" ? storage.readMailbox : null,
      trustProxy: config.trustProxy,
      log,
    });

    const unreachedAfterMs = options.unreachedAfterMs ?? defaultUnreachedAfterMs;
    const reportUnreached = createReportUnreached(conversations, storage, unreachedAfterMs);
    for (const { name } of surfaces) await storage.resumeAll(name);
    const rounds = walkRounds({
      storage,
      crew,
      reportUnreached,
      unreachedAfterMs,
      settingsWatch,
      metrics,
      log,
    });
    crew.begin();
    const running = new AbortController();
    runAdapters(surfaces, running.signal, log);
    door.serve(app);

    let stopped: Promise<void> | undefined;
    async function stop(): Promise<void> {
      readiness.drain();
      running.abort();
      await rounds.stop();
      streams.close();
      await door.close();
      await crew.stop(8_000);
      for (const close of undo) await close().catch((error) => log.warn({ err: String(error) }, "not closed cleanly"));
    }
    return {
      port: door.port,
      publicUrl,
      database: database.kind,
      surfaces: surfaces.map((surface) => surface.name),
      deliveryLog: (chatbotId, conversationId) =>
        storage.deliveryLog({ chatbotId: chatbotId as ChatbotId, conversationId: conversationId as ConversationId }),
      chatbots: () => chatbots.names(),
      failed: database.failed,
      stop: () => (stopped ??= stop()),
    };
  } catch (error) {
    for (const close of [...undo, door.close]) await close().catch(() => {});
    throw error;
  }
}
