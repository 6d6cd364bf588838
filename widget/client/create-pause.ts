export interface Pause {
  /** A firm one (the server said how long) is only ended by `end`. */
  wait(ms: number, firm?: boolean): Promise<void>;
  wake(): void;
  end(): void;
}

export function createPause(): Pause {
  let finish: (() => void) | null = null;
  let held = false;
  const end = () => finish?.();
  return {
    wait(ms, firm = false) {
      return new Promise((resolve) => {
        const timer = ms === Number.POSITIVE_INFINITY ? undefined : setTimeout(end, ms);
        held = firm;
        finish = () => {
          clearTimeout(timer);
          finish = null;
          resolve();
        };
      });
    },
    wake: () => held || end(),
    end,
  };
}
