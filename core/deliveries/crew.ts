import type { OutboxStore } from "./outbox-store.ts";
import type { Work } from "./work.ts";
import type { Worker } from "./worker.ts";

export type Crew = ReturnType<typeof createCrew>;

/** The workers of this instance as one. Storage knows them before they are hired: until then nobody has a free hand. */
export function createCrew() {
  const workers: Worker[] = [];
  const workerOf = (adapter: string) => workers.find((worker) => worker.serves(adapter));

  function wake(): void {
    for (const worker of workers) worker.wake();
  }

  return {
    hire(...hired: readonly Worker[]): void {
      workers.push(...hired);
    },

    reservations: {
      reserve: (adapter: string, account: string, address: string) =>
        workerOf(adapter)?.reserve(adapter, account, address) ?? false,
      release: (adapter: string, account: string, address: string) =>
        workerOf(adapter)?.release(adapter, account, address),
    },

    /** After a commit: `claimed` is for this instance, with the slots already kept; `waiting` is for whoever comes by. */
    goOn({ claimed, waiting }: { readonly claimed: readonly Work[]; readonly waiting: boolean }): void {
      for (const work of claimed) workerOf(work.lane.adapter)?.goOn(work);
      if (waiting) wake();
    },

    wake,
    inHand: () => workers.reduce((sum, worker) => sum + worker.inHand(), 0),
    heldLanes: () => workers.flatMap((worker) => worker.heldLanes()),
    /** Milliseconds since the worker that is furthest behind read the outbox. */
    sinceLastPoll: () => Math.max(0, ...workers.map((worker) => worker.sinceLastPoll())),

    /** Where not to go straight from a commit; returns how many destinations are broken or shut off. */
    async refreshUnwell(read: OutboxStore["readUnwell"]): Promise<number> {
      const all = await read();
      for (const worker of workers) worker.knowUnwell(all);
      return all.filter(({ health, held }) => health !== "ok" && !held).length;
    },

    begin(): void {
      for (const worker of workers) worker.begin();
    },

    async stop(withinMs: number): Promise<void> {
      await Promise.all(workers.map((worker) => worker.stop(withinMs)));
    },
  };
}
