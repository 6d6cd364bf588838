import type { App, Logger, Receiver } from "@slack/bolt";
import { SocketModeClient } from "@slack/socket-mode";
import { type Log, sleep } from "../../core/index.ts";
import { clientOptions } from "./client.ts";
import { failureOf } from "./errors.ts";

interface Access {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly logger: Logger;
  readonly log: Log;
}

interface Envelope {
  readonly body: Record<string, unknown>;
  readonly ack: (response?: unknown) => Promise<void>;
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

const slowestRetryMs = 30_000;
const helloWithinMs = 30_000;

/**
 * Socket Mode that acknowledges only what was taken in (Bolt's own receiver acknowledges first, and loses what then
 * fails), and that reconnects at once: the SDK waits 5 s, and its reconnecting rejects unheard when Slack is away.
 */
export function createSocketReceiver({
  appToken,
  apiUrl,
  logger,
  log,
}: Access): Receiver & { run(signal: AbortSignal): Promise<void> } {
  let bolt: App | null = null;

  async function take({ body, ack, retry_num: retryNum, retry_reason: retryReason }: Envelope): Promise<void> {
    let acknowledged = false;
    let answer: unknown;
    await bolt?.processEvent({
      body,
      ...(retryNum !== undefined && { retryNum }),
      ...(retryReason !== undefined && { retryReason }),
      ack: async (response) => {
        acknowledged = true;
        answer = response;
      },
    });
    if (acknowledged) await ack(answer || undefined);
  }

  /** One connection, until Slack or the signal ends it. */
  async function connectOnce(signal: AbortSignal): Promise<void> {
    const client = new SocketModeClient({
      appToken,
      logger,
      autoReconnectEnabled: false,
      clientOptions: clientOptions(apiUrl, logger),
    });
    surviveMalformedFrames(client, log);
    client.on("slack_event", (envelope: Envelope) => {
      take(envelope).catch((error: unknown) =>
        log.error({ error: String(error) }, "Slack: an event or press could not be taken in; Slack sends it again"),
      );
    });
    const ended = new Promise<void>((resolve) => {
      client.once("disconnected", () => resolve());
    });
    const stop = () => void client.disconnect();
    signal.addEventListener("abort", stop);
    const late = setTimeout(stop, helloWithinMs);
    try {
      await client.start();
      clearTimeout(late);
      if (signal.aborted) stop();
      log.info({}, "Slack: Socket Mode is connected");
      await ended;
    } finally {
      clearTimeout(late);
      signal.removeEventListener("abort", stop);
    }
  }

  return {
    init(app) {
      bolt = app;
    },
    start: async () => undefined,
    stop: async () => undefined,
    async run(signal) {
      let pause = 0;
      while (!signal.aborted) {
        try {
          await connectOnce(signal);
          pause = 0;
        } catch (error) {
          if (signal.aborted) return;
          pause = Math.min(Math.max(pause * 2, 1000), slowestRetryMs);
          log.error({}, `Slack: Socket Mode is not connected, trying again: ${whyNot(error)}`);
        }
        // Not at once: a server that hangs up on every hello must not be hammered.
        await sleep(pause || 100, signal);
      }
    },
  };
}

function whyNot(error: unknown): string {
  const failure = failureOf(error);
  if (failure.kind !== "refused") return failure.reason;
  return `Slack does not accept SLACK_APP_TOKEN (${failure.code}). Create one with the scope connections:write at https://api.slack.com/apps → your app → "Basic Information" → "App-Level Tokens", and see that Socket Mode is on.`;
}

/** The SDK reads frames in an async listener nobody awaits: an odd one would end the process as unhandled rejection. */
function surviveMalformedFrames(client: SocketModeClient, log: Log): void {
  for (const read of client.listeners("ws_message")) {
    client.off("ws_message", read);
    client.on("ws_message", (...frame) => {
      Promise.resolve(read(...frame)).catch(() => log.warn({}, "Slack: a frame that nobody can read was skipped"));
    });
  }
}
