import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../core/adapter.ts";
import { type DeskbellOptions, startDeskbell } from "../../core/main.ts";
import { type Home, makeHome } from "./database.ts";

/** Log lines, kept instead of printed. */
export function keptLog() {
  const lines: { level: string; fields: object; message: string }[] = [];
  const keep = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message });
  const log: Log = { info: keep("info"), warn: keep("warn"), error: keep("error") };
  return { log, lines };
}

/** A whole Deskbell in a home of its own, on a free port, without anybody's environment. */
export async function openDeskbell(home: Home, options: DeskbellOptions = {}) {
  const place = await makeHome(home);
  const { log, lines } = keptLog();
  const all: DeskbellOptions = {
    log,
    limits: { sessionsPerAddress: 10_000, messagesPerVisitor: 10_000, messagesPerAddress: 10_000 },
    ...options,
    env: { PORT: "0", ...place.env, ...options.env },
  };
  const deskbell = await startDeskbell(all);
  return {
    ...deskbell,
    url: deskbell.publicUrl,
    env: place.env,
    lines,
    async close() {
      await deskbell.stop();
      await place.remove();
    },
  };
}

/** Asks again and again until the answer is there. */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  withinMs = 10_000,
): Promise<Exclude<T, false | null | undefined>> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as Exclude<T, false | null | undefined>;
    if (Date.now() > end) throw new Error(`Not within ${withinMs} ms.`);
    await sleep(20);
  }
}
