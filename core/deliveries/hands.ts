import { destinationKey } from "./work.ts";

/** How much a worker has in hand: in all, and for each destination, so that one that hangs cannot starve the rest. */
export function createHands(limits: { readonly inAll: number; readonly perDestination: number }) {
  const held = new Map<string, number>();
  let total = 0;

  const at = (key: string) => held.get(key) ?? 0;

  return {
    free: () => limits.inAll - total,
    total: () => total,
    full: () => [...held].filter(([, count]) => count >= limits.perDestination).map(([key]) => key),

    take(adapter: string, account: string, address: string): boolean {
      const key = destinationKey(adapter, account, address);
      if (total >= limits.inAll || at(key) >= limits.perDestination) return false;
      held.set(key, at(key) + 1);
      total += 1;
      return true;
    },

    letGo(adapter: string, account: string, address: string): void {
      const key = destinationKey(adapter, account, address);
      const left = at(key) - 1;
      if (left > 0) held.set(key, left);
      else held.delete(key);
      total -= 1;
    },
  };
}
