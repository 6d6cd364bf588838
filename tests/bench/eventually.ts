import { setTimeout as sleep } from "node:timers/promises";

/** Asks again and again until it is so. */
export async function eventually(
  isSo: () => boolean | Promise<boolean>,
  withinMs: number,
  everyMs = 20,
): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Not within ${withinMs} ms.`);
    await sleep(everyMs);
  }
}
