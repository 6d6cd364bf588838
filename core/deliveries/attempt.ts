import type { Adapter, Delivery, Log, Outcome } from "../adapter.ts";
import { startDeadline } from "./deadline.ts";
import type { Context } from "./outbox-store.ts";
import type { Work } from "./work.ts";

/** An adapter that does not heed its signal is left behind after this. */
const patienceMs = 3_000;

export interface AttemptOptions {
  readonly budgetMs: number;
  readonly log: Log;
}

/** Calls the adapter and always comes back with an outcome: a throw is a bug, logged and tried again, for it may have come after the sending. */
export async function attempt(
  adapter: Adapter,
  work: Work,
  context: Context,
  shutdown: AbortSignal,
  { budgetMs, log }: AttemptOptions,
): Promise<Outcome> {
  const deadline = startDeadline(shutdown, budgetMs);
  let timer: NodeJS.Timeout | undefined;
  const left = new Promise<Outcome>((settle) => {
    const reason = `No answer within ${Math.round(budgetMs / 1000)} s.`;
    timer = setTimeout(() => settle({ kind: "ambiguous", reason }), budgetMs + patienceMs);
  });
  try {
    return await Promise.race([adapter.deliver(toDelivery(work, context), deadline.signal), left]);
  } catch (error) {
    const { lane, delivery } = work;
    log.error(
      { adapter: lane.adapter, delivery: delivery.id, event: delivery.event.type, err: describe(error) },
      "delivering threw",
    );
    return {
      kind: "ambiguous",
      reason: "Deskbell could not make this delivery because of an error of its own; see the log.",
    };
  } finally {
    clearTimeout(timer);
    deadline.lift();
  }
}

function toDelivery({ lane, delivery }: Work, { notice, card }: Context): Delivery {
  const { id, effect, body, event, uncertainSince, looks, ref } = delivery;
  return {
    id,
    attempt: delivery.attempt,
    destination: { account: lane.account, address: lane.address },
    effect,
    ...(body === null ? {} : { body }),
    event,
    notice,
    posted: { card, message: ref },
    uncertainSince,
    looks,
  };
}

/** Third parties' error objects may carry tokens in their depths: only what was said, and where. */
function describe(error: unknown): { readonly message: string; readonly stack?: string | undefined } {
  return error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) };
}
