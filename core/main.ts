/** The composition root: the only file that knows everyone. */
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { adapters as allAdapters } from "../adapters/index.ts";
import type { Adapter, AdapterContext, InstallAdapter } from "./adapter.ts";
import { keepAppSecret } from "./app-secret.ts";
import { createAssistantAdapter } from "./assistant/assistant-adapter.ts";
import { chooseAssistant } from "./assistant/choose-assistant.ts";
import { type Config, readConfig } from "./config.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { createPlan, type Plan } from "./deliveries/plan.ts";
import { startRounds } from "./deliveries/rounds.ts";
import { createWorker, type Worker } from "./deliveries/worker.ts";
import type { Chatbot } from "./domain/chatbot.ts";
import type { ChatbotId, ConversationId } from "./domain/ids.ts";
import { parseSettings } from "./domain/parse-settings.ts";
import { createApp } from "./http/app.ts";
import { createLimiters, defaultLimits } from "./http/limits.ts";
import { createStreams, topicOf } from "./http/live/streams.ts";
import { createVisitors } from "./http/widget/visitors.ts";
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
  const config = checkConfig(env, options);
  const log = options.log ?? createLog(env.LOG_LEVEL || "info");
  const now = () => new Date();

  // Listening comes first, so that the address is known; until all is ready, it says so.
  let serve: RequestListener = (_request, response) => {
    response.writeHead(503, { "Retry-After": "1", "Content-Type": "text/plain" }).end("starting\n");
  };
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 },
    (request, response) => serve(request, response),
  );
  const port = await listen(server, config.port, options.host);
  const publicUrl = env.PUBLIC_URL ? config.publicUrl : `http://localhost:${port}`;
  const undo: (() => Promise<unknown>)[] = [() => closeServer(server)];
  try {
    const database = await openDatabase(config, log.warn.bind(log, {}));
    undo.unshift(() => database.close());
    if (config.databaseUrl === null) await keepAppSecret(config.dataDir);
    const hints = await openHints(database, log);
    undo.unshift(() => hints.close());

    const workers: Worker[] = [];
    let plan: Plan = () => [];
    const workerOf = (adapter: string) => workers.find((worker) => worker.serves(adapter));
    const storage = await openStorage({
      database,
      publicUrl,
      plan: (event, chatbot, conversation) => plan(event, chatbot, conversation),
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

    const desk = createDesk(handle, storage.desk);
    const surfaces = install(options.adapters ?? allAdapters, { env, publicUrl, desk, log, now });
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
    const { inAll, perDestination } = options.concurrency ?? { inAll: 64, perDestination: 4 };
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
        { name: "watchdog", everyMs: watchEveryMs, walk: async () => metrics.unreached.inc(await reportUnreached()) },
        { name: "digests", everyMs: 2_000, walk: storage.sendDigests },
        { name: "sweep", everyMs: 3_600_000, walk: storage.sweep },
      ],
      log,
    );
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
    serve = app;

    let stopped: Promise<void> | undefined;
    async function stop(): Promise<void> {
      draining = true;
      running.abort();
      await rounds.stop();
      streams.close();
      await Promise.all(workers.map((worker) => worker.stop(8_000)));
      for (const close of undo) await close().catch((error) => log.warn({ err: String(error) }, "not closed cleanly"));
    }
    return {
      port,
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
    for (const close of undo) await close().catch(() => {});
    throw error;
  }
}

/** All that can be known to be wrong before anything is opened. */
function checkConfig(env: NonNullable<DeskbellOptions["env"]>, options: DeskbellOptions): Config {
  const read = readConfig(env);
  const problems = "problems" in read ? [...read.problems] : [];
  for (const { id, settings } of options.chatbots ?? []) {
    const parsed = parseSettings(settings ?? {});
    if ("problems" in parsed) problems.push(...parsed.problems.map((problem) => `chatbot ${id}: ${problem}`));
  }
  problems.push(...problemsOfAdapters(options.adapters ?? allAdapters, env));
  if (problems.length > 0 || "problems" in read) throw new ConfigurationError(problems);
  return read.config;
}

/** Each adapter is asked once with nothing behind it: what it says of its variables comes with everybody else's. */
function problemsOfAdapters(
  installs: readonly InstallAdapter[],
  env: NonNullable<DeskbellOptions["env"]>,
): readonly string[] {
  const nothing = () => Promise.reject(new Error("Deskbell is not started."));
  const desk = {
    claim: nothing,
    resolve: nothing,
    reopen: nothing,
    connect: nothing,
    disconnect: nothing,
    connections: nothing,
    resume: nothing,
    find: nothing,
    confirm: nothing,
  };
  const silent = { info() {}, warn() {}, error() {} };
  return installs.flatMap((each) => {
    try {
      each({ env, publicUrl: "http://localhost", desk, log: silent, now: () => new Date() });
      return [];
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems;
      throw error;
    }
  });
}

function install(installs: readonly InstallAdapter[], context: AdapterContext): readonly Adapter[] {
  return installs.flatMap((each) => each(context) ?? []);
}

async function openDatabase({ databaseUrl, dataDir }: Config, log: (message: string) => void): Promise<Database> {
  if (databaseUrl !== null) return openServer(databaseUrl);
  return { kind: "embedded", session: null, ...(await openEmbedded(join(dataDir, "pg"), { log })) };
}

async function saveChatbots({ chatbots }: Storage, wanted: readonly ChatbotOption[] | undefined): Promise<void> {
  for (const { id, name, settings } of wanted ?? []) {
    const parsed = parseSettings(settings ?? {});
    if ("settings" in parsed) await chatbots.save(id as ChatbotId, name, parsed.settings);
  }
  if ((await chatbots.names()).length > 0) return;
  const first = parseSettings({});
  if ("settings" in first) await chatbots.save(firstChatbotId as Chatbot["id"], "Website assistant", first.settings);
}

function listen(server: ReturnType<typeof createServer>, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(
        taken ? new ConfigurationError([`PORT ${port} is in use by another program; set PORT to a free one.`]) : error,
      );
    });
    server.listen({ port, host, backlog: 4_096 }, () => resolve((server.address() as AddressInfo).port));
  });
}

/** A server does not close while a connection is kept alive. */
function closeServer(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 3_000).unref();
  });
}

function after(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms).unref());
}
