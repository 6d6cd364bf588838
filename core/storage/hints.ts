import type { Log } from "../adapter.ts";
import type { Database } from "./database.ts";

/** A hint says where there is something to read, never what: a lost one costs delay, not data. */
export interface Hints {
  publish(topic: string): void;
  subscribe(listener: (topic: string) => void): void;
  close(): Promise<void>;
}

const channel = "deskbell";
/** Hints of this long go out together: a NOTIFY takes a lock over the whole database. */
const gatherMs = 25;
/** PostgreSQL takes 7,999 bytes; a topic has 73. */
const topicsPerNotify = 100;

/** Between all instances on a server; within the process where there is only one. */
export async function openHints({ kind, sql }: Database, log: Log): Promise<Hints> {
  const listeners = new Set<(topic: string) => void>();
  const tell = (topic: string) => {
    for (const listener of listeners) listener(topic);
  };
  const subscribe = (listener: (topic: string) => void) => void listeners.add(listener);
  if (kind === "embedded") return { publish: tell, subscribe, close: async () => {} };

  const own = Math.random().toString(36).slice(2);
  const gathered = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  async function send(): Promise<void> {
    timer = undefined;
    const topics = [...gathered];
    gathered.clear();
    try {
      for (let at = 0; at < topics.length; at += topicsPerNotify) {
        await sql.notify(channel, [own, ...topics.slice(at, at + topicsPerNotify)].join(" "));
      }
    } catch (error) {
      log.warn(
        { err: error instanceof Error ? error.message : String(error) },
        "hints for other instances were lost; they look by themselves",
      );
    }
  }

  const listening = await sql.listen(channel, (payload) => {
    const [from, ...topics] = payload.split(" ");
    if (from !== own) for (const topic of topics) tell(topic);
  });

  return {
    subscribe,
    publish(topic) {
      tell(topic);
      gathered.add(topic);
      timer ??= setTimeout(send, gatherMs);
    },
    async close() {
      clearTimeout(timer);
      await listening.unlisten();
    },
  };
}
