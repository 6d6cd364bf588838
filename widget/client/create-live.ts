import { backoff } from "./backoff.ts";
import { createPause } from "./create-pause.ts";
import type { Session, Sessions } from "./create-sessions.ts";
import type { StreamEvent } from "./parse-event-stream.ts";
import { readEventStream } from "./read-event-stream.ts";

export interface Live {
  /** Call when `wanted` may have changed. */
  reconsider(): void;
  /** Look at once whether the line still stands; `sure`: it does not. */
  wake(sure: boolean): void;
  stop(): void;
}

interface Surroundings {
  readonly sessions: Sessions;
  readonly firstRetryMs: number;
  readonly silenceMs: number;
  address(session: Session): string;
  after(): number;
  wanted(): boolean;
  onEvent(event: StreamEvent): void;
  onConnection(connection: "idle" | "live" | "down"): void;
}

/** The server breaks its silence every 15 s. */
const heartbeatMs = 20_000;

/** Keeps one stream open while it is wanted, and takes up where the last one ended. */
export function createLive(around: Surroundings): Live {
  const { sessions, firstRetryMs, silenceMs } = around;
  const pause = createPause();
  let abort: AbortController | null = null;
  let lastBytes = 0;
  let running = false;
  let stopped = false;

  async function run() {
    running = true;
    for (let attempt = 0; around.wanted() && !stopped; ) {
      const session = await sessions.current();
      if (!around.wanted() || stopped) break;
      abort = new AbortController();
      const status = await readEventStream({
        url: around.address(session),
        token: session.token,
        after: around.after(),
        silenceMs,
        abort,
        onEvent: around.onEvent,
        onBytes() {
          lastBytes = Date.now();
          attempt = 0;
          around.onConnection("live");
        },
      });
      abort = null;
      if (status >= 400 && status < 500 && status !== 429) sessions.lost(session);
      if (!around.wanted() || stopped) break;
      // One cut is everyday life (a deploy, a proxy); only the second in a row is worth a word.
      if (attempt > 0) around.onConnection("down");
      await pause.wait(backoff(attempt++, firstRetryMs));
    }
    running = false;
    if (!stopped) around.onConnection("idle");
  }

  return {
    reconsider() {
      if (!around.wanted()) abort?.abort();
      else if (!running) void run();
    },
    wake(sure) {
      if (sure || Date.now() - lastBytes > heartbeatMs) abort?.abort();
      pause.end();
    },
    stop() {
      stopped = true;
      abort?.abort();
      pause.end();
    },
  };
}
