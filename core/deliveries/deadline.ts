/**
 * A signal that ends with the budget (as a TimeoutError) or with the shutdown. Not AbortSignal.any: in Node 20 that
 * leaves a trace of every attempt in the shutdown's signal, which lives as long as the process.
 */
export function startDeadline(shutdown: AbortSignal, budgetMs: number): { signal: AbortSignal; lift(): void } {
  const own = new AbortController();
  const shutDown = () => own.abort(shutdown.reason);
  const timer = setTimeout(() => own.abort(new DOMException("The attempt took too long.", "TimeoutError")), budgetMs);
  if (shutdown.aborted) shutDown();
  else shutdown.addEventListener("abort", shutDown, { once: true });
  return {
    signal: own.signal,
    lift() {
      clearTimeout(timer);
      shutdown.removeEventListener("abort", shutDown);
    },
  };
}
