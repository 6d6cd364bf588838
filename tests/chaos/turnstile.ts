export type Turnstile = <T>(act: () => Promise<T>) => Promise<T>;

/** Lets so many through at once; the others wait in line. A slow machine is then loaded, but not buried. */
export function createTurnstile(atOnce: number): Turnstile {
  const line: (() => void)[] = [];
  let inside = 0;

  return async (act) => {
    if (inside >= atOnce) await new Promise<void>((resolve) => line.push(resolve));
    else inside += 1;
    try {
      return await act();
    } finally {
      // Whoever is next takes over the place.
      const next = line.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}
