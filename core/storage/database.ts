import type { ISql, JSONValue, Sql, TransactionSql } from "postgres";
import { clientOptions } from "./client-options.ts";
import { createServerClient } from "./server-client.ts";

export type { Sql, TransactionSql };
/** A client or a transaction: whatever runs a statement. */
export type Queries = ISql;

/** A home of the data, whichever it is. */
export interface Database {
  readonly kind: "embedded" | "server";
  readonly sql: Sql;
  /** One connection kept for locks that live as long as it does; null where nobody else can be on the database. */
  readonly session: Sql | null;
  close(): Promise<void>;
  /** Settles when the database is gone for good and the process must end. */
  readonly failed: Promise<Error>;
}

/** A PostgreSQL server; any number of instances may share it. Refuses one that would acknowledge what it may forget. */
export async function openServer(url: string, max = 10): Promise<Database> {
  const options = {
    ...clientOptions,
    idle_timeout: 0,
    max_lifetime: null,
    connection: {
      application_name: "deskbell",
      statement_timeout: 10_000,
    },
  };
  const client = createServerClient(url, { ...options, max });
  const keeper = createServerClient(url, { ...options, max: 1 });
  const { sql } = client;
  const close = async () => {
    await Promise.all([client.end(), keeper.end()]);
  };
  try {
    const [setting] = await sql<{ value: string }[]>`select current_setting('synchronous_commit') as value`;
    if (setting?.value === "off") {
      throw new Error(
        "DATABASE_URL: synchronous_commit is off for this user or database, so an acknowledged escalation could be lost. Set it to on.",
      );
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { kind: "server", sql, session: keeper.sql, close, failed: new Promise(() => {}) };
}

/** A value for a jsonb column. Everything that gets here was made by us or parsed from JSON. */
export function json(sql: Queries, value: unknown) {
  return sql.json(value as JSONValue);
}
