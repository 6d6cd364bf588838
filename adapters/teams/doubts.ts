import { type EscalationDesk, type Log, sleep } from "../../core/index.ts";
import type { TeamsSdk } from "./connector.ts";
import { failureOf } from "./errors.ts";
import { adapterName } from "./refs.ts";

const askingPauses = { idleMs: 1_000, firstMs: 15_000, slowestMs: 300_000 };

/** When Microsoft refused our credentials: asks again from time to time, and lets everything go on once they are good. */
export function createDoubts(sdk: TeamsSdk, tenantId: string, desk: EscalationDesk, log: Log, pauses = askingPauses) {
  let doubted = false;

  async function isGood(signal: AbortSignal): Promise<boolean> {
    try {
      await sdk.renewToken(signal);
      return true;
    } catch (error) {
      if (!signal.aborted)
        log.warn({ failure: failureOf(error).kind }, "Teams: Microsoft still refuses Deskbell's credentials");
      return false;
    }
  }

  return {
    raise(): void {
      doubted = true;
    },
    /** Never gives up, never throws, ends with the signal. */
    async run(signal: AbortSignal): Promise<void> {
      let pause = pauses.firstMs;
      while (!signal.aborted) {
        if (!doubted) {
          await sleep(pauses.idleMs, signal);
          continue;
        }
        await sleep(pause, signal);
        pause = Math.min(pause * 2, pauses.slowestMs);
        if (signal.aborted || !(await isGood(signal))) continue;
        doubted = false;
        pause = pauses.firstMs;
        await desk.resume(adapterName, { account: tenantId }).catch(() => {
          doubted = true;
        });
      }
    },
  };
}
