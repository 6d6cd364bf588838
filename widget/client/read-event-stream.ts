import { parseEventStream, type StreamEvent } from "./parse-event-stream.ts";

export interface StreamReading {
  readonly url: string;
  readonly token: string;
  readonly after: number;
  readonly silenceMs: number;
  readonly abort: AbortController;
  onBytes(): void;
  onEvent(event: StreamEvent): void;
}

/**
 * Ends with the HTTP status, or 0 when nobody answered or the stream was cut. Not EventSource: that cannot send a
 * header, and a token in the URL ends up in logs.
 */
export async function readEventStream(reading: StreamReading): Promise<number> {
  const { abort } = reading;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  const alive = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => abort.abort(), reading.silenceMs);
  };
  alive();
  try {
    const response = await fetch(reading.url, {
      headers: {
        accept: "text/event-stream",
        authorization: `Bearer ${reading.token}`,
        "last-event-id": String(reading.after),
      },
      cache: "no-store",
      credentials: "omit",
      signal: abort.signal,
    });
    if (!response.ok || response.body === null) return response.status;
    const take = parseEventStream(reading.onEvent);
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || abort.signal.aborted) return 0;
      alive();
      reading.onBytes();
      take(decoder.decode(value, { stream: true }));
    }
  } catch {
    return 0;
  } finally {
    clearTimeout(watchdog);
    abort.abort();
  }
}
