import { destinationKey } from "./work.ts";

/** Where a platform asked this instance to wait, and until when (milliseconds of `performance.now()`). */
export function createPatience() {
  const until = new Map<string, number>();

  return {
    ask(adapter: string, account: string, address: string, scope: "address" | "account", ms: number): void {
      const key =
        scope === "account" ? destinationKey(adapter, account, "*") : destinationKey(adapter, account, address);
      until.set(key, Math.max(until.get(key) ?? 0, performance.now() + ms));
    },

    /** Milliseconds still to wait; 0 when it may go. */
    left(adapter: string, account: string, address: string): number {
      const now = performance.now();
      let left = 0;
      for (const key of [destinationKey(adapter, account, "*"), destinationKey(adapter, account, address)]) {
        const end = until.get(key);
        if (end === undefined) continue;
        if (end <= now) until.delete(key);
        else left = Math.max(left, end - now);
      }
      return left;
    },
  };
}

export type Patience = ReturnType<typeof createPatience>;
