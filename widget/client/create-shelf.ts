export interface Shelf {
  get(name: string): string | null;
  set(name: string, value: string | null): void;
}

/** Browser storage under a prefix. Where the page may not store anything, memory has to do until the next reload. */
export function createShelf(prefix: string, storage: () => Storage): Shelf {
  const memory = new Map<string, string | null>();
  return {
    get(name) {
      try {
        return storage().getItem(prefix + name);
      } catch {
        return memory.get(name) ?? null;
      }
    },
    set(name, value) {
      try {
        if (value === null) storage().removeItem(prefix + name);
        else storage().setItem(prefix + name, value);
      } catch {
        memory.set(name, value);
      }
    },
  };
}
