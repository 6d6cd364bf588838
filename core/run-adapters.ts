import type { Adapter, Log } from "./adapter.ts";

/** Lets adapters work by themselves until the signal ends them; one that stops takes nobody else with it. */
export function runAdapters(adapters: readonly Adapter[], signal: AbortSignal, log: Log): void {
  for (const { name, run } of adapters) {
    void run?.(signal).catch((error) =>
      log.error(
        { adapter: name, err: error instanceof Error ? error.message : String(error) },
        "an adapter stopped working",
      ),
    );
  }
}
