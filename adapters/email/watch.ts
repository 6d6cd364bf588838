import { type EscalationDesk, type Log, sleep } from "../../core/index.ts";
import { adapterName, type Way } from "./refs.ts";
import type { Transport } from "./transport.ts";

/** A key that works again was mended by hand, which takes minutes. */
const usualPauses = { firstMs: 30_000, slowestMs: 10 * 60_000 };

interface WatchParts {
  readonly transport: Transport;
  readonly account: Way;
  readonly desk: Pick<EscalationDesk, "resume">;
  readonly log: Log;
}

/** Finds out when mail that was refused as a whole goes again, and lifts the pause. */
export function watchAccount({ transport, account, desk, log }: WatchParts, pauses = usualPauses) {
  let doubted = false;

  async function lookAgain(signal: AbortSignal): Promise<void> {
    // What is refused while we ask is doubted anew.
    doubted = false;
    try {
      const { good } = await transport.probe(signal);
      if (!good) {
        doubted = true;
        return;
      }
      await desk.resume(adapterName, { account });
      log.info({ account }, "E-mail: goes again");
    } catch (error) {
      doubted = true;
      log.warn({ err: String(error) }, "E-mail: could not be resumed");
    }
  }

  return {
    doubt(): void {
      doubted = true;
    },
    /** Never gives up, never throws, ends with the signal. What is refused again soon after is asked less and less often. */
    async run(signal: AbortSignal): Promise<void> {
      let pause = pauses.firstMs;
      while (!signal.aborted) {
        await sleep(pause, signal);
        pause = doubted ? Math.min(pause * 2, pauses.slowestMs) : pauses.firstMs;
        if (doubted && !signal.aborted) await lookAgain(signal);
      }
    },
  };
}
