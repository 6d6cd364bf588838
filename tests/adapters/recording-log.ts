import type { Log } from "../../core/index.ts";

/** Keeps what would have been logged, one line per entry. */
export function recordingLog() {
  const lines: string[] = [];
  const write = (level: string) => (fields: object, message: string) =>
    void lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  const log: Log = { info: write("info"), warn: write("warn"), error: write("error") };
  return { ...log, lines };
}
