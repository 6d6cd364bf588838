type Watch = (listener: () => void) => () => void;

/** Resolves once the condition holds; looks again at every change that is watched. */
export function until(name: string, watch: Watch, condition: () => boolean, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(patience);
      unwatch();
      settle();
    };
    const look = () => {
      if (condition()) finish(resolve);
    };
    const patience = setTimeout(
      () => finish(() => reject(new Error(`${name} waited ${ms} ms in vain for: ${condition}`))),
      ms,
    );
    // The change is told before the call that made it returns; the condition may look at both.
    const unwatch = watch(() => setImmediate(look));
    look();
  });
}
