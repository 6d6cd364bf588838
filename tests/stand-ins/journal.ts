import { closeSync, openSync, writeSync } from "node:fs";

export interface Journal {
  write(entry: Record<string, unknown>): void;
  close(): void;
}

/** Written before the caller is answered, so that whoever was told "ok" is in the file even after a kill -9. */
export function openJournal(path: string | undefined): Journal {
  if (path === undefined) return { write: () => undefined, close: () => undefined };
  const file = openSync(path, "a");
  let open = true;
  return {
    write: (entry) => {
      writeSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
    },
    // A stand-in may be told to stop twice: by a signal, and by whoever forked it going away.
    close: () => {
      if (open) closeSync(file);
      open = false;
    },
  };
}
