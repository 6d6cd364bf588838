import { join } from "node:path";
import { type Database, openServer } from "./database.ts";
import { openEmbedded } from "./embedded/open-embedded.ts";

interface Home {
  /** null: the embedded engine, in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

export async function openDatabase({ databaseUrl, dataDir }: Home, log: (message: string) => void): Promise<Database> {
  if (databaseUrl !== null) return openServer(databaseUrl);
  return { kind: "embedded", session: null, ...(await openEmbedded(join(dataDir, "pg"), { log })) };
}
