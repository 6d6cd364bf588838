import type { Reservations } from "./enqueue.ts";

/**
 * The slots that one transaction reserves. Whatever it still keeps is given back if it fails, wherever it failed; after
 * that, nothing is given back twice.
 */
export function slotsOf(reservations: Reservations): Reservations & { giveBack(): void } {
  let kept: (readonly [adapter: string, account: string, address: string])[] = [];
  return {
    instance: reservations.instance,
    reserve(...slot) {
      const granted = reservations.reserve(...slot);
      if (granted) kept.push(slot);
      return granted;
    },
    release(...slot) {
      const at = kept.findIndex((each) => each.every((part, index) => part === slot[index]));
      if (at < 0) return;
      kept.splice(at, 1);
      reservations.release(...slot);
    },
    giveBack() {
      const all = kept;
      kept = [];
      for (const slot of all) reservations.release(...slot);
    },
  };
}
