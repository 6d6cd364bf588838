import { closeSync, openSync, writeSync } from "node:fs";

export interface Journal {
  write(entry: Record<string, unknown>): void;
  close(): void;
}

/** Written before the caller is answered, so that whoever was told "ok" is in the file even after a kill -9. */
export function openJournal(path: string | undefined): Journal {
  if (path === undefined) return { write: () => undefined, close: () => undefined };
  const file = openSync(path, "a");
  return {
    write: (entry) => {
      writeSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
    },
    close: () => closeSync(file),
  };
}
