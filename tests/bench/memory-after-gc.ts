import { setTimeout as sleep } from "node:timers/promises";

/** What this process needs when all garbage is gone (node --expose-gc). */
export async function memoryAfterGc(): Promise<Record<string, number>> {
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc?.();
    await sleep(100);
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heapUsed, external };
}
