/** The composition root: the only file that knows everyone. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { adapters as allAdapters } from "../adapters/index.ts";
import type { EscalationDesk } from "./adapter.ts";
import { keepAppSecret, keysOf } from "./app-secret.ts";
import { createAssistantAdapter } from "./assistant/assistant-adapter.ts";
import { chooseAssistant } from "./assistant/choose-assistant.ts";
import { checkOptions } from "./check-options.ts";
import type { Config } from "./config.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { createPlan, type Plan } from "./deliveries/plan.ts";
import { startRounds } from "./deliveries/rounds.ts";
import { createWorker, type Worker } from "./deliveries/worker.ts";
import type { Chatbot } from "./domain/chatbot.ts";
import type { ChatbotId, ConversationId } from "./domain/ids.ts";
import { parseSettings } from "./domain/parse-settings.ts";
import { createApp } from "./http/app.ts";
import { openDoor } from "./http/door.ts";
import { createLimiters, defaultLimits } from "./http/limits.ts";
import { createStreams, topicOf } from "./http/live/streams.ts";
import { createVisitors } from "./http/widget/visitors.ts";
import { installAdapters } from "./install-adapters.ts";
import { lateBoundDesk } from "./late-bound-desk.ts";
import { createLog } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { type ChatbotOption, type DeskbellOptions, firstChatbotId } from "./options.ts";
import { type Database, openServer } from "./storage/database.ts";
import { openEmbedded } from "./storage/embedded/open-embedded.ts";
import { openHints } from "./storage/hints.ts";
import { type Enqueued, openStorage, type Storage } from "./storage/storage.ts";
import { uuidv7 } from "./storage/uuid.ts";
import { createAnswerVisitor } from "./usecases/answer-visitor.ts";
import { createDesk } from "./usecases/desk.ts";
import { createEscalate } from "./usecases/escalate.ts";
import { createHandle } from "./usecases/handle.ts";
import { createRateMessage } from "./usecases/rate-message.ts";
import { createReceiveMessage } from "./usecases/receive-message.ts";
import { createReportUnreached } from "./usecases/report-unreached.ts";
import { createStartSession } from "./usecases/start-session.ts";

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

const alertsPerMinute = 30;
const unreachedAfterMs = 60_000;
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
    let keyFor: ((purpose: string) => Buffer) | undefined;
    const { adapters: surfaces, problems } = await installAdapters(installs, {
      env,
      publicUrl,
      desk: lateBoundDesk(() => desk),
      log,
      now,
      keyFor(purpose) {
        if (!keyFor) throw new Error("Deskbell is still starting.");
        return keyFor(purpose);
      },
    });
    if (problems.length > 0) throw new ConfigurationError(problems);

    const database = await openDatabase(config, (message) => log.info({}, message));
    undo.unshift(() => database.close());
    keyFor = keysOf(config.appSecret ?? (await keepAppSecret(config.dataDir)));
    const hints = await openHints(database, log);
    undo.unshift(() => hints.close());

    const workers: Worker[] = [];
    let plan: Plan = () => [];
    const workerOf = (adapter: string) => workers.find((worker) => worker.serves(adapter));
    const storage = await openStorage({
      database,
      publicUrl,
      plan: (...asked) => plan(...asked),
      reservations: {
        reserve: (adapter, account, address) => workerOf(adapter)?.reserve(adapter, account, address) ?? false,
        release: (adapter, account, address) => workerOf(adapter)?.release(adapter, account, address),
      },
      committed(conversation, enqueued) {
        hints.publish(topicOf({ chatbotId: conversation.chatbotId, conversationId: conversation.id }));
        goOn(enqueued);
      },
      now,
      log,
    });
    const { chatbots, conversations, liveness, outbox, reads } = storage;
    undo.unshift(() => liveness.leave());
    await saveChatbots(storage, options.chatbots);
    if (config.ownerEmail !== null) await storage.ownOrphans(config.ownerEmail);

    function goOn({ claimed, waiting }: Enqueued): void {
      for (const work of claimed) workerOf(work.lane.adapter)?.goOn(work);
      if (waiting) for (const worker of workers) worker.wake();
    }

    const limit = { alertsPerMinute: options.alertsPerMinute ?? alertsPerMinute };
    const handle = createHandle(conversations, now);
    const answerVisitor = createAnswerVisitor(conversations, now, limit);
    const streams = createStreams(reads, log);
    hints.subscribe(streams.hint);
    const metrics = createMetrics({
      streams: streams.count,
      inHand: () => workers.reduce((sum, worker) => sum + worker.inHand(), 0),
    });

    desk = createDesk(handle, storage.desk);
    const assistant = createAssistantAdapter({
      assistant: chooseAssistant(config.assistant),
      log,
      turns: {
        take: storage.takeTurn,
        answered: async (event, { reply, tree, followUps, escalate }, cause) => {
          const said = { text: reply, tree, followUps, escalates: escalate !== null };
          await answerVisitor.answered(event, event.seq, said, cause);
        },
        failed: async (event, reason, cause) => void (await answerVisitor.failed(event, event.seq, reason, cause)),
      },
    });
    plan = createPlan(surfaces, [assistant]);

    const common = {
      store: outbox,
      log,
      now,
      pollMs: 250,
      observe(work: Parameters<Worker["goOn"]>[0], outcome: string, ms: number) {
        metrics.attempts.inc({ adapter: work.lane.adapter, outcome });
        metrics.attemptSeconds.observe({ adapter: work.lane.adapter }, ms / 1_000);
      },
    };
    const { inAll, perDestination } = options.concurrency ?? { inAll: 256, perDestination: 4 };
    workers.push(
      createWorker({ ...common, adapters: surfaces, concurrency: inAll, perDestination, budgetMs: 15_000 }),
      createWorker({ ...common, adapters: [assistant], concurrency: 64, perDestination: 64, budgetMs: 40_000 }),
    );

    const app = createApp({
      adapters: surfaces,
      widget: {
        findChatbot: (id) => chatbots.lately(id),
        visitors: createVisitors(storage.sessions),
        limiters: createLimiters({ ...defaultLimits, ...options.limits }),
        reads,
        streams,
        startSession: createStartSession(conversations, now, uuidv7),
        receiveMessage: createReceiveMessage(conversations, now),
        escalate: countingEscalations(createEscalate(conversations, now, limit)),
        rateMessage: createRateMessage(conversations),
      },
      widgetDirectory: options.widgetDirectory ?? builtWidget,
      operation: { troubles, metrics: metrics.registry },
      mailbox: options.mailbox === "open" ? storage.readMailbox : null,
      trustProxy: config.trustProxy,
      log,
    });

    function countingEscalations(escalate: ReturnType<typeof createEscalate>): typeof escalate {
      return async (...asked) => {
        const changed = await escalate(...asked);
        metrics.escalations.inc(changed.events.length);
        return changed;
      };
    }

    let draining = false;
    async function troubles(): Promise<readonly string[]> {
      if (draining) return ["shutting down"];
      const late = workers.some((worker) => worker.sinceLastPoll() > 5_000);
      const answers = await Promise.race([
        storage.ping().then(
          () => true,
          () => false,
        ),
        after(1_000),
      ]);
      return [...(answers ? [] : ["the database does not answer"]), ...(late ? ["the outbox is not being read"] : [])];
    }

    const reportUnreached = createReportUnreached(conversations, storage, options.unreachedAfterMs ?? unreachedAfterMs);
    const watchEveryMs = Math.min(5_000, options.unreachedAfterMs ?? unreachedAfterMs);
    for (const { name } of surfaces) await storage.resumeAll(name);
    const rounds = startRounds(
      [
        { name: "takeover", everyMs: 250, walk: async () => takenOver(await liveness.takeOver()) },
        {
          name: "renewal",
          everyMs: 2_000,
          walk: () => liveness.renew(workers.flatMap((worker) => worker.heldLanes())),
        },
        {
          name: "destinations",
          everyMs: 1_000,
          walk: async () =>
            metrics.paused.set((await Promise.all(workers.map((worker) => worker.refreshUnwell())))[0] ?? 0),
        },
        { name: "watchdog", everyMs: watchEveryMs, walk: watch },
        { name: "digests", everyMs: 2_000, walk: storage.sendDigests },
        { name: "sweep", everyMs: 3_600_000, walk: storage.sweep },
      ],
      log,
    );
    async function watch(): Promise<void> {
      const escalations = await reportUnreached();
      if (escalations === 0) return;
      metrics.unreached.inc(escalations);
      log.warn(
        { escalations },
        "nobody could be told of visitors who ask for a human: is a channel connected, and well?",
      );
    }
    function takenOver(lanes: number): void {
      if (lanes === 0) return;
      metrics.takeovers.inc(lanes);
      log.warn({ lanes }, "an instance died; its work goes on here");
      for (const worker of workers) worker.wake();
    }

    for (const worker of workers) worker.begin();
    const running = new AbortController();
    for (const { name, run } of surfaces) {
      void run?.(running.signal).catch((error) =>
        log.error(
          { adapter: name, err: error instanceof Error ? error.message : String(error) },
          "an adapter stopped working",
        ),
      );
    }
    door.serve(app);

    let stopped: Promise<void> | undefined;
    async function stop(): Promise<void> {
      draining = true;
      running.abort();
      await rounds.stop();
      streams.close();
      await door.close();
      await Promise.all(workers.map((worker) => worker.stop(8_000)));
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

async function openDatabase({ databaseUrl, dataDir }: Config, log: (message: string) => void): Promise<Database> {
  if (databaseUrl !== null) return openServer(databaseUrl);
  return { kind: "embedded", session: null, ...(await openEmbedded(join(dataDir, "pg"), { log })) };
}

async function saveChatbots(storage: Storage, wanted: readonly ChatbotOption[] | undefined): Promise<void> {
  const { chatbots } = storage;
  for (const { id, name, settings, owner } of wanted ?? []) {
    const parsed = parseSettings(settings ?? {});
    if ("settings" in parsed) await chatbots.save(id as ChatbotId, name, parsed.settings);
    if (owner) await storage.setOwner(id as ChatbotId, owner);
  }
  if ((await chatbots.names()).length > 0) return;
  const first = parseSettings({});
  if ("settings" in first) await chatbots.save(firstChatbotId as Chatbot["id"], "Website assistant", first.settings);
}

function after(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms).unref());
}
