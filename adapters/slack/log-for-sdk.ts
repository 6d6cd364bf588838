import { type Logger, LogLevel } from "@slack/bolt";
import type { Log } from "../../core/index.ts";

/** The SDK's log in ours. Its debug lines hold whole bodies, visitors' words and all, and are dropped. */
export function logForSdk(log: Log): Logger {
  const join = (words: unknown[]) => `Slack SDK: ${words.map(String).join(" ")}`;
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...words) => log.warn({}, join(words)),
    error: (...words) => log.warn({}, join(words)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
